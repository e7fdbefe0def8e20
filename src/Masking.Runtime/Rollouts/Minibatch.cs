using Masking.CompilerServices;
using Masking.Errors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Some rows of a rollout. Row for row, all tensors speak of the same environment at the same step. The first axis, here <c>batch</c>, is
/// the rows; where it is a <see cref="Rollout{TObservation, TActions}.Sequences"/>, there are two instead, <c>steps, environments</c>; a
/// memory is that before the first step.
/// </summary>
/// <typeparam name="TObservation">What the policy saw.</typeparam>
/// <typeparam name="TActions">What it did.</typeparam>
public sealed class Minibatch<TObservation, TActions> : IDisposable
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private readonly TObservation _observation;
    private readonly TActions _actions;
    private readonly Tensor _logProb;
    private readonly Tensor _advantage;
    private readonly Tensor _return;
    private readonly Tensor _starts;
    private readonly Tensor _rows;
    private readonly Tensor? _value;
    private bool _isDisposed;

    internal Minibatch(
        TObservation observation,
        TActions actions,
        Tensor logProb,
        Tensor? value,
        Tensor advantage,
        Tensor @return,
        Tensor starts,
        Tensor rows
    )
    {
        _observation = observation;
        _actions = actions;
        _logProb = logProb;
        _value = value;
        _advantage = advantage;
        _return = @return;
        _starts = starts;
        _rows = rows;
    }

    /// <summary>
    /// What the policy saw. Sets are padded to the greatest among the rows; a mask is null where it was null in all rows.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The minibatch was released.</exception>
    public TObservation Observation
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _observation;
        }
    }

    /// <summary>What it did.</summary>
    /// <exception cref="ObjectDisposedException">The minibatch was released.</exception>
    public TActions Actions
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _actions;
        }
    }

    /// <summary>The joint log-probability <c>(batch)</c> that the actions had when they were taken.</summary>
    /// <exception cref="ObjectDisposedException">The minibatch was released.</exception>
    public Tensor LogProb
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _logProb;
        }
    }

    /// <summary>The state values <c>(batch)</c> at that time.</summary>
    /// <exception cref="InvalidOperationException">The policy declares no <c>[Value]</c>.</exception>
    /// <exception cref="ObjectDisposedException">The minibatch was released.</exception>
    public Tensor Value
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _value ?? throw Evaluation.NoValue();
        }
    }

    /// <summary>How much better the actions turned out <c>(batch)</c> than expected.</summary>
    /// <exception cref="ObjectDisposedException">The minibatch was released.</exception>
    public Tensor Advantage
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _advantage;
        }
    }

    /// <summary>What the state values should have been <c>(batch)</c>.</summary>
    /// <exception cref="ObjectDisposedException">The minibatch was released.</exception>
    public Tensor Return
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _return;
        }
    }

    /// <summary>Whether an episode begins with the row: <c>(batch)</c> bool.</summary>
    /// <exception cref="ObjectDisposedException">The minibatch was released.</exception>
    public Tensor Starts
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _starts;
        }
    }

    /// <summary>
    /// Where the row stands in <see cref="Rollout{TObservation, TActions}.All"/>: <c>(batch)</c> int64. With it, a trainer finds what it
    /// has computed there.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The minibatch was released.</exception>
    public Tensor Rows
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _rows;
        }
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _observation.DisposeTensors();
        _actions.DisposeTensors();
        _logProb.Dispose();
        _value?.Dispose();
        _advantage.Dispose();
        _return.Dispose();
        _starts.Dispose();
        _rows.Dispose();
    }

    /// <summary>Shapes and element types, and the values of small tensors.</summary>
    public override string ToString() => RecordText.Of("Minibatch", _isDisposed,
    [
        ("Observation", RecordText.Of(_observation)), ("Actions", RecordText.Of(_actions)), ("LogProb", _logProb), .. _value is null ? []
            : new (string?, object?)[] { ("Value", _value) },
        ("Advantage", _advantage), ("Return", _return), ("Starts", _starts), ("Rows", _rows),
    ]);

    internal Minibatch<TObservation, TActions> MoveToOuterDisposeScope()
    {
        _observation.MoveToOuterDisposeScope();
        _actions.MoveToOuterDisposeScope();
        foreach (Tensor? tensor in new[] { _logProb, _value, _advantage, _return, _starts, _rows })
        {
            tensor?.MoveToOuterDisposeScope();
        }

        return this;
    }
}
