namespace Masking.Training;

/// <summary>Steps of a recording, stored as rollouts: a single one, or one for each sequence that a recurrent policy learns from.</summary>
internal sealed class Recording<TObservation, TActions>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private readonly (int FirstStep, Rollout<TObservation, TActions> Rollout)[] _parts;
    private readonly bool _isSequential;

    /// <param name="demonstrations">The whole recording.</param>
    /// <param name="firstStep">The first step to store.</param>
    /// <param name="steps">The number of steps; at least 1.</param>
    /// <param name="sequenceLength">The most steps of a sequence; null for a policy without a recurrent core.</param>
    public Recording(Demonstrations<TObservation, TActions> demonstrations, int firstStep, int steps, int? sequenceLength)
    {
        Environments = demonstrations.Environments;
        Pairs = (long)steps * Environments;
        _isSequential = sequenceLength is not null;
        _parts = [.. Shards.Of(steps, sequenceLength ?? steps).Select(part =>
            (firstStep + part.Start, demonstrations.ToRollout(firstStep + part.Start, part.Count)))];
    }

    /// <summary>The number of environments.</summary>
    public int Environments { get; }

    /// <summary>The number of pairs of observation and actions.</summary>
    public long Pairs { get; }

    /// <summary>Returns minibatches that together contain every pair once, in random order.</summary>
    /// <param name="batchSize">The most pairs of a minibatch. A minibatch of sequences has at least one environment.</param>
    /// <param name="shuffle">The random stream, which determines the order.</param>
    public IEnumerable<Minibatch<TObservation, TActions>> Minibatches(int batchSize, RandomStream shuffle)
    {
        RandomDraw order = shuffle.Next();
        foreach (int part in Enumerable.Range(0, _parts.Length).OrderBy(part => order.Uniform(part, 0, 0)))
        {
            Rollout<TObservation, TActions> rollout = _parts[part].Rollout;
            int minibatches = (int)((((long)rollout.Steps * Environments) + batchSize - 1) / batchSize);
            foreach (Minibatch<TObservation, TActions> minibatch in _isSequential
                ? rollout.Sequences(Math.Min(minibatches, Environments), shuffle)
                : rollout.Minibatches(minibatches, shuffle))
            {
                yield return minibatch;
            }
        }
    }

    /// <summary>Returns all pairs in their order, with the step at which each part begins. The caller disposes the minibatches.</summary>
    public IEnumerable<(int FirstStep, Minibatch<TObservation, TActions> Pairs)> All() => _parts.Select(part =>
        (part.FirstStep, _isSequential ? part.Rollout.AllSequences() : part.Rollout.All()));
}
