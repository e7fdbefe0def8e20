using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Some rows of a rollout. Row for row, all tensors speak of the same environment at the same step. The first axis, here <c>batch</c>, is the rows;
/// where it is a <see cref="Rollout{TObservation, TActions}.Sequences"/>, there are two instead, <c>steps, environments</c>.
/// </summary>
/// <typeparam name="TObservation">What the policy saw.</typeparam>
/// <typeparam name="TActions">What it did.</typeparam>
public sealed class Minibatch<TObservation, TActions> : IDisposable
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private readonly Tensor? _value;

    internal Minibatch(TObservation observation, TActions actions, Tensor logProb, Tensor? value, Tensor advantage, Tensor @return, Tensor starts, Tensor rows)
    {
        Observation = observation;
        Actions = actions;
        LogProb = logProb;
        _value = value;
        Advantage = advantage;
        Return = @return;
        Starts = starts;
        Rows = rows;
    }

    /// <summary>What the policy saw. Sets are padded to the greatest among the rows; a mask is null where it was null in all rows.</summary>
    public TObservation Observation { get; }

    /// <summary>What it did.</summary>
    public TActions Actions { get; }

    /// <summary>The joint log-probability <c>(batch)</c> that the actions had when they were taken.</summary>
    public Tensor LogProb { get; }

    /// <summary>The state values <c>(batch)</c> at that time.</summary>
    /// <exception cref="InvalidOperationException">The policy declares no <c>[Value]</c>.</exception>
    public Tensor Value => _value ?? throw Evaluation.NoValue();

    /// <summary>How much better the actions turned out <c>(batch)</c> than expected.</summary>
    public Tensor Advantage { get; }

    /// <summary>What the state values should have been <c>(batch)</c>.</summary>
    public Tensor Return { get; }

    /// <summary>Whether an episode begins with the row: <c>(batch)</c> bool.</summary>
    public Tensor Starts { get; }

    /// <summary>Where the row stands in <see cref="Rollout{TObservation, TActions}.All"/>: <c>(batch)</c> int64. With it, a trainer finds what it has computed there.</summary>
    public Tensor Rows { get; }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Observation.DisposeTensors();
        Actions.DisposeTensors();
        LogProb.Dispose();
        _value?.Dispose();
        Advantage.Dispose();
        Return.Dispose();
        Starts.Dispose();
        Rows.Dispose();
    }

    internal Minibatch<TObservation, TActions> MoveToOuterDisposeScope()
    {
        Observation.MoveToOuterDisposeScope();
        Actions.MoveToOuterDisposeScope();
        foreach (Tensor? tensor in new[] { LogProb, _value, Advantage, Return, Starts, Rows })
        {
            tensor?.MoveToOuterDisposeScope();
        }

        return this;
    }
}
