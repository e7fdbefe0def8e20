using Masking.CompilerServices;
using Masking.Errors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The result of <c>Act</c> or <c>ActGreedily</c> on a batch: actions, their log-probability and the state values, without gradients. The
/// caller disposes it.
/// </summary>
/// <example>
/// <code><![CDATA[
/// using var policy = new FarmPolicy();
/// var observation = new FarmPolicy.Observation { Field = rand(8, 5), WorkMask = null };     // batch of 8
///
/// using Step<FarmPolicy.Actions> step = policy.Act(observation, new RandomStream(seed: 1));
/// Work work = step.Actions.WorkAt(0);                             // the action in environment 0
/// float probability = step.LogProb.exp()[0].item<float>();        // LogProb (batch)
/// Console.WriteLine($"{work} with probability {probability:F2}, value {step.Value[0].item<float>():F2}");
///
/// public enum Work { Sow, Water, Harvest }
///
/// [MaskedPolicy]
/// public sealed partial class FarmPolicy
/// {
///     [Observation(5)] public partial MlpEncoder Field { get; }
///     [ActionMask]     public partial Head<Work> Work { get; }
///     [Value]          public partial ValueHead Value { get; }
/// }
/// ]]></code>
/// </example>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
public class Step<TActions> : IDisposable where TActions : ITensorRecord<TActions>
{
    private readonly TActions _actions;
    private readonly Tensor _logProb;
    private readonly Tensor? _value;
    private readonly Tensor? _logProbPerActor;

    internal Step(TActions actions, Tensor logProb, Tensor? value, Tensor? logProbPerActor = null)
    {
        _actions = actions;
        _logProb = logProb;
        _value = value;
        _logProbPerActor = logProbPerActor;
    }

    /// <summary>The actions of all heads, one row for each environment.</summary>
    /// <exception cref="ObjectDisposedException">The step was disposed.</exception>
    public TActions Actions
    {
        get
        {
            Alive.Require(IsDisposed, this);
            return _actions;
        }
    }

    /// <summary>The joint log-probability <c>(batch)</c> of the actions.</summary>
    /// <exception cref="ObjectDisposedException">The step was disposed.</exception>
    public Tensor LogProb
    {
        get
        {
            Alive.Require(IsDisposed, this);
            return _logProb;
        }
    }

    /// <summary>
    /// The state values <c>(batch)</c>. With <see cref="ValueAttribute.Each"/>, the value of each actor: <c>(batch, entities)</c> or
    /// <c>(batch, height, width)</c>, 0 for absent actors.
    /// </summary>
    /// <exception cref="InvalidOperationException">The policy declares no <c>[Value]</c>.</exception>
    /// <exception cref="ObjectDisposedException">The step was disposed.</exception>
    public Tensor Value
    {
        get
        {
            Alive.Require(IsDisposed, this);
            return _value ?? throw Evaluation.MissingValue();
        }
    }

    /// <summary>
    /// The joint log-probability of the actions of each actor, of the shape of <see cref="Value"/>; 0 for absent actors. Only a policy with
    /// <see cref="ValueAttribute.Each"/> has it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The policy declares no value of each actor.</exception>
    /// <exception cref="ObjectDisposedException">The step was disposed.</exception>
    public Tensor LogProbPerActor
    {
        get
        {
            Alive.Require(IsDisposed, this);
            return _logProbPerActor ?? throw Evaluation.MissingActors();
        }
    }

    /// <summary>Whether the step was disposed.</summary>
    private protected bool IsDisposed { get; private set; }

    /// <summary>The names and values of the members in the result of <see cref="ToString"/>.</summary>
    private protected virtual (string? Name, object? Value)[] Members =>
    [
        ("Actions", RecordText.Of(_actions)), ("LogProb", _logProb),
        .. Evaluation.Given(("Value", _value), ("LogProbPerActor", _logProbPerActor)),
    ];

    /// <summary>Deconstructs the step into actions, log-probability and state values.</summary>
    /// <param name="actions">Receives <see cref="Actions"/>.</param>
    /// <param name="logProb">Receives <see cref="LogProb"/>.</param>
    /// <param name="value">Receives <see cref="Value"/>.</param>
    /// <inheritdoc cref="Value" path="/exception"/>
    public void Deconstruct(out TActions actions, out Tensor logProb, out Tensor value) =>
        (actions, logProb, value) = (Actions, LogProb, Value);

    /// <summary>Disposes the tensors.</summary>
    public virtual void Dispose()
    {
        IsDisposed = true;
        _actions.DisposeTensors();
        _logProb.Dispose();
        _value?.Dispose();
        _logProbPerActor?.Dispose();
    }

    /// <summary>Returns the shape and element type of each tensor, and the values of small tensors.</summary>
    public sealed override string ToString() => RecordText.Of("Step", IsDisposed, Members);
}
