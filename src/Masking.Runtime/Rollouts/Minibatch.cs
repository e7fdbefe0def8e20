using Masking.CompilerServices;
using Masking.Errors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A subset of the rows of a rollout. A row is one environment at one step, and has the same index in all tensors. In a minibatch of
/// <see cref="Rollout{TObservation, TActions}.Sequences"/>, the leading axes are <c>(steps, environments)</c> instead of <c>(batch)</c>,
/// and the memory is the one before the first step.
/// </summary>
/// <example>
/// One epoch of an actor-critic update. Advantages are normalized in each minibatch:
/// <code><![CDATA[
/// using var policy = new LiftPolicy();
/// var stream = new RandomStream(seed: 1);
/// var rollout = new LiftPolicy.Rollout(steps: 8, environments: 4);
/// var observation = new LiftPolicy.Observation { Floors = rand(4, 10), MoveMask = null };
/// while (!rollout.IsFull)
/// {
///     rollout.Add(observation, policy.Act(observation, stream));
///     rollout.AddOutcome(rewards: [0, 0, 1, 0], dones: [false, false, true, false]);
/// }
///
/// rollout.ComputeAdvantages(gamma: 0.99, lambda: 0.95, lastValues: new float[4]);
/// foreach (Minibatch<LiftPolicy.Observation, LiftPolicy.Actions> minibatch in rollout.Minibatches(count: 2, stream))
/// {
///     using Evaluation evaluation = policy.Evaluate(minibatch.Observation, minibatch.Actions);
///     Tensor advantage = (minibatch.Advantage - minibatch.Advantage.mean()) / minibatch.Advantage.std();     // (batch)
///     Tensor valueLoss = nn.functional.mse_loss(evaluation.Value, minibatch.Return);
///     (valueLoss - (evaluation.LogProb * advantage).mean()).backward();
/// }
///
/// public enum Move { Up, Down, Open }
///
/// [MaskedPolicy]
/// public sealed partial class LiftPolicy
/// {
///     [Observation(10)] public partial MlpEncoder Floors { get; }
///     [ActionMask]      public partial Head<Move> Move { get; }
///     [Value]           public partial ValueHead Value { get; }
/// }
/// ]]></code>
/// </example>
/// <typeparam name="TObservation">The observations of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
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
    private readonly Tensor? _logProbPerActor;
    private readonly Tensor? _present;
    private bool _isDisposed;

    internal Minibatch(
        TObservation observation,
        TActions actions,
        Tensor logProb,
        Tensor? value,
        Tensor advantage,
        Tensor @return,
        Tensor starts,
        Tensor rows,
        Tensor? logProbPerActor,
        Tensor? present
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
        _logProbPerActor = logProbPerActor;
        _present = present;
    }

    /// <summary>Whether the leading axes are <c>(steps, environments)</c> instead of <c>(batch)</c>.</summary>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public bool IsSequence => Rows.dim() == 2;

    /// <summary>
    /// The observations. Entity sets are padded to the largest set among the rows. A mask is null if it was null in all rows.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public TObservation Observation
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _observation;
        }
    }

    /// <summary>The actions.</summary>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public TActions Actions
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _actions;
        }
    }

    /// <summary>The joint log-probability <c>(batch)</c> of the actions at the time they were taken.</summary>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public Tensor LogProb
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _logProb;
        }
    }

    /// <summary>
    /// The joint log-probability of the actions of each actor at the time they were taken, of the shape of <see cref="Value"/>; 0 for
    /// absent actors. Only a policy with <see cref="ValueAttribute.Each"/> has it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The policy declares no value of each actor.</exception>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public Tensor LogProbPerActor
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _logProbPerActor ?? throw Evaluation.MissingActors();
        }
    }

    /// <summary>
    /// Whether an actor is present, bool of the shape of <see cref="Value"/>, if the policy declares <see cref="ValueAttribute.Each"/>;
    /// null for one value per environment.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public Tensor? Present
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _present;
        }
    }

    /// <summary>
    /// The state values <c>(batch)</c> at the time the actions were taken. With <see cref="ValueAttribute.Each"/>, the value of each actor:
    /// <c>(batch, entities)</c>, padded to the largest set among the rows, or <c>(batch, height, width)</c>; 0 for absent actors.
    /// </summary>
    /// <exception cref="InvalidOperationException">The policy declares no <c>[Value]</c>.</exception>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public Tensor Value
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _value ?? throw Evaluation.MissingValue();
        }
    }

    /// <summary>
    /// The advantages <c>(batch)</c>, which are not normalized. With <see cref="ValueAttribute.Each"/>, that of each actor, of the shape of
    /// <see cref="Value"/>; 0 for absent actors.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public Tensor Advantage
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _advantage;
        }
    }

    /// <summary>
    /// The returns <c>(batch)</c>, advantage plus value: the targets of the state values. With <see cref="ValueAttribute.Each"/>, that of
    /// each actor, of the shape of <see cref="Value"/>; 0 for absent actors.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public Tensor Return
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _return;
        }
    }

    /// <summary><c>(batch)</c> bool, true = the row is the first step of an episode.</summary>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public Tensor Starts
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _starts;
        }
    }

    /// <summary>
    /// The indices <c>(batch)</c> int64 of the rows in <see cref="Rollout{TObservation, TActions}.All"/>, to look up values that were
    /// computed for the whole rollout.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public Tensor Rows
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _rows;
        }
    }

    /// <summary>
    /// Returns consecutive rows, or consecutive environments of a minibatch of sequences. The tensors are views of the tensors of this
    /// minibatch and must not be used after it was disposed. The caller disposes the result.
    /// </summary>
    /// <param name="start">The index of the first row or environment.</param>
    /// <param name="count">The number of rows or environments.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the minibatch.</exception>
    /// <exception cref="ObjectDisposedException">The minibatch was disposed.</exception>
    public Minibatch<TObservation, TActions> Slice(int start, int count)
    {
        Alive.Require(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        int axis = IsSequence ? 1 : 0;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + (long)count, _rows.size(axis), nameof(count));
        IReadOnlyList<InputSpec>? inputs = TObservation.Contract?.Inputs;
        return new Minibatch<TObservation, TActions>(
            TObservation.FromTensors([.. _observation.ToTensors().Select((tensor, member) =>
                tensor?.narrow(inputs?[member].IsMemory == true ? 0 : axis, start, count))]),
            TActions.FromTensors([.. _actions.ToTensors().Select(Narrow)]),
            Narrow(_logProb)!,
            Narrow(_value),
            Narrow(_advantage)!,
            Narrow(_return)!,
            Narrow(_starts)!,
            Narrow(_rows)!,
            Narrow(_logProbPerActor),
            Narrow(_present));

        Tensor? Narrow(Tensor? tensor) => tensor?.narrow(axis, start, count);
    }

    /// <summary>Disposes the tensors.</summary>
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
        _logProbPerActor?.Dispose();
        _present?.Dispose();
    }

    /// <summary>Returns the shape and element type of each tensor, and the values of small tensors.</summary>
    public override string ToString() => RecordText.Of("Minibatch", _isDisposed,
    [
        ("Observation", RecordText.Of(_observation)), ("Actions", RecordText.Of(_actions)), ("LogProb", _logProb),
        .. Evaluation.Given(("LogProbPerActor", _logProbPerActor), ("Present", _present), ("Value", _value)),
        ("Advantage", _advantage), ("Return", _return), ("Starts", _starts), ("Rows", _rows),
    ]);

    internal Minibatch<TObservation, TActions> MoveToOuterDisposeScope()
    {
        _observation.MoveToOuterDisposeScope();
        _actions.MoveToOuterDisposeScope();
        foreach (Tensor? tensor in new[] { _logProb, _value, _advantage, _return, _starts, _rows, _logProbPerActor, _present })
        {
            tensor?.MoveToOuterDisposeScope();
        }

        return this;
    }
}
