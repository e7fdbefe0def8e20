namespace Masking.Benchmarks.Simulation;

/// <summary>
/// A discrete-event model of a training with workers. In each update, idle workers take shards until none is left. A worker receives the
/// state of the shard, and the parameters once for each update. It collects and packs a fragment, and sends it while it runs the next
/// shard. The learner unpacks and learns when it has all fragments. Its link serves one message after the other, in each direction.
/// </summary>
internal sealed class SimulatedTraining
{
    private const int Updates = 4;

    private readonly TrainingCosts _costs;
    private readonly Setup _setup;
    private readonly Clock _clock = new();
    private readonly Server _learner;
    private readonly Server _toWorkers;
    private readonly Server _toLearner;
    private double _collecting;
    private int _waiting;
    private int _missing;
    private bool _learns;
    private int _updates;

    private SimulatedTraining(TrainingCosts costs, Setup setup)
    {
        (_costs, _setup) = (costs, setup);
        (_learner, _toWorkers, _toLearner) = (new Server(_clock), new Server(_clock), new Server(_clock));
    }

    /// <summary>Simulates a training whose first update is not counted.</summary>
    public static Outcome Run(TrainingCosts costs, Setup setup)
    {
        SimulatedTraining training = new(costs, setup);
        training.Collect();
        double[] start = training.RunUntil(update: 1);
        double[] end = training.RunUntil(update: 1 + Updates);
        double[] spent = [.. end.Zip(start, (after, before) => after - before)];
        double steps = (double)Updates * setup.Shards * setup.StepsPerFragment;
        return new Outcome(
            steps / spent[0],
            spent[1] / (spent[0] * setup.Workers),
            spent[2] / spent[0],
            Math.Max(spent[3], spent[4]) / spent[0]);
    }

    /// <returns>The time, and the time for which workers, learner and both directions of the link were busy.</returns>
    private double[] RunUntil(int update)
    {
        while (_updates < update)
        {
            _clock.Advance();
        }

        return [_clock.Now, _collecting, _learner.Busy, _toWorkers.Busy, _toLearner.Busy];
    }

    private void Collect()
    {
        (_waiting, _missing) = (_setup.Shards, _setup.Shards);
        for (int worker = 0; worker < Math.Min(_setup.Workers, _setup.Shards); worker++)
        {
            Take(_costs.ParameterBytes);
        }
    }

    /// <summary>Gives a shard to a worker.</summary>
    /// <param name="parameters">The bytes of the parameters that it needs.</param>
    private void Take(double parameters)
    {
        if (_waiting == 0)
        {
            return;
        }

        _waiting--;
        double time = (_setup.StepsPerFragment * (_costs.EnvironmentStep + _costs.Acting)) + _costs.Packing;
        _toWorkers.Serve((parameters + _costs.StateBytes) / _setup.Bandwidth, () =>
        {
            _collecting += time;
            _clock.At(_clock.Now + time, Send);
        });
    }

    private void Send()
    {
        _toLearner.Serve(_costs.FragmentBytes / _setup.Bandwidth, Receive);
        Take(parameters: 0);
    }

    private void Receive()
    {
        _missing--;
        Learn();
    }

    /// <summary>Learns if all fragments have arrived and the previous update is complete.</summary>
    private void Learn()
    {
        if (_missing > 0 || _learns)
        {
            return;
        }

        _learns = true;
        double perFragment = _costs.Unpacking + (_setup.StepsPerFragment * _costs.Learning);
        _learner.Serve(_setup.Shards * perFragment, Complete);
        if (_setup.Overlaps)
        {
            Collect();
        }
    }

    private void Complete()
    {
        _learns = false;
        _updates++;
        if (_setup.Overlaps)
        {
            Learn();
        }
        else
        {
            Collect();
        }
    }
}
