using Masking.CompilerServices;
using Masking.Errors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The result of evaluating given actions: their log-probability, the entropy of the policy and the state values, with gradients. The
/// caller disposes it.
/// </summary>
/// <example>
/// The clipped loss of PPO with an entropy bonus (Schulman et al. 2017, equations 7 and 9):
/// <code><![CDATA[
/// var policy = new LanderPolicy();
/// var observation = new LanderPolicy.Observation { State = rand(32, 8), ThrustMask = null };  // State (batch, features)
/// using Step<LanderPolicy.Actions> step = policy.Act(observation, new RandomStream(seed: 1));
/// Tensor advantage = randn(32);                                                               // (batch)
///
/// using Evaluation evaluation = policy.Evaluate(observation, step.Actions);
/// Tensor ratio = (evaluation.LogProb - step.LogProb).exp();                                   // (batch)
/// Tensor objective = minimum(ratio * advantage, ratio.clamp(0.8, 1.2) * advantage);
/// Tensor loss = -(objective + 0.01 * evaluation.Entropy).mean();
/// loss.backward();
///
/// public enum Engine { Off, Left, Main, Right }
///
/// [MaskedPolicy]
/// public sealed partial class LanderPolicy
/// {
///     [Observation(8)] public partial MlpEncoder State { get; }
///     [ActionMask]     public partial Head<Engine> Thrust { get; }
/// }
/// ]]></code>
/// </example>
public sealed class Evaluation : IDisposable
{
    private readonly Tensor _logProb;
    private readonly Tensor _entropy;
    private readonly Tensor? _value;
    private readonly Tensor? _logProbPerActor;
    private bool _isDisposed;

    internal Evaluation(Tensor logProb, Tensor entropy, Tensor? value, Tensor? logProbPerActor = null)
    {
        _logProb = logProb;
        _entropy = entropy;
        _value = value;
        _logProbPerActor = logProbPerActor;
    }

    /// <summary>The joint log-probability <c>(batch)</c> of the actions; <c>(steps, batch)</c> for a sequence.</summary>
    /// <exception cref="ObjectDisposedException">The evaluation was disposed.</exception>
    public Tensor LogProb
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _logProb;
        }
    }

    /// <summary>The entropy <c>(batch)</c> of the policy in nats; <c>(steps, batch)</c> for a sequence.</summary>
    /// <exception cref="ObjectDisposedException">The evaluation was disposed.</exception>
    public Tensor Entropy
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _entropy;
        }
    }

    /// <summary>
    /// The state values <c>(batch)</c>; <c>(steps, batch)</c> for a sequence. With <see cref="ValueAttribute.Each"/>, the axes of the
    /// actors follow, and absent actors have the value 0.
    /// </summary>
    /// <exception cref="InvalidOperationException">The policy declares no <c>[Value]</c>.</exception>
    /// <exception cref="ObjectDisposedException">The evaluation was disposed.</exception>
    public Tensor Value
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _value ?? throw MissingValue();
        }
    }

    /// <summary>
    /// The joint log-probability of the actions of each actor, of the shape of <see cref="Value"/>; 0 for absent actors. Only a policy with
    /// <see cref="ValueAttribute.Each"/> has it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The policy declares no value of each actor.</exception>
    /// <exception cref="ObjectDisposedException">The evaluation was disposed.</exception>
    public Tensor LogProbPerActor
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _logProbPerActor ?? throw MissingActors();
        }
    }

    /// <summary>Deconstructs the evaluation into log-probability, entropy and state values.</summary>
    /// <param name="logProb">Receives <see cref="LogProb"/>.</param>
    /// <param name="entropy">Receives <see cref="Entropy"/>.</param>
    /// <param name="value">Receives <see cref="Value"/>.</param>
    /// <inheritdoc cref="Value" path="/exception"/>
    public void Deconstruct(out Tensor logProb, out Tensor entropy, out Tensor value) =>
        (logProb, entropy, value) = (LogProb, Entropy, Value);

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _logProb.Dispose();
        _entropy.Dispose();
        _value?.Dispose();
        _logProbPerActor?.Dispose();
    }

    /// <summary>Returns the shape and element type of each tensor, and the values of small tensors.</summary>
    public override string ToString() =>
        RecordText.Of("Evaluation", _isDisposed,
            [("LogProb", _logProb), ("Entropy", _entropy), .. Given(("Value", _value), ("LogProbPerActor", _logProbPerActor))]);

    /// <summary>The members that are not null.</summary>
    internal static IEnumerable<(string? Name, object? Value)> Given(params (string Name, Tensor? Value)[] members) =>
        members.Where(member => member.Value is not null).Select(member => ((string?)member.Name, (object?)member.Value));

    internal static InvalidOperationException MissingActors() => new(
        "The policy declares no value of each actor, and its log-probability is that of the joint action. Declare "
            + "[Value(Each = nameof(…))] for a value and a log-probability of each actor.");

    internal static InvalidOperationException MissingValue() =>
        new("The policy declares no state value. Add a member: [Value] public partial ValueHead Value { get; }");
}
