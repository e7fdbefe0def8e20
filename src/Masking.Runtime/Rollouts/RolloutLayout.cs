using System.ComponentModel;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>
/// The members of a policy's rollout: those of its observations and actions, with their declared shapes and element types.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RolloutLayout
{
    /// <summary>Creates the layout of a policy.</summary>
    /// <param name="observation">The contract of the observation.</param>
    /// <param name="hasValue">Whether the policy declares a <c>[Value]</c>.</param>
    /// <param name="actions">The names and shapes of the actions, in order.</param>
    public RolloutLayout(InputContract observation, bool hasValue, params (string Member, string Shape)[] actions)
        : this(observation, hasValue, present: null, Indices(actions))
    {
    }

    /// <summary>Creates the layout of a policy that chooses numbers from intervals.</summary>
    /// <param name="observation">The contract of the observation.</param>
    /// <param name="hasValue">Whether the policy declares a <c>[Value]</c>.</param>
    /// <param name="actions">The requirements of the actions, in order.</param>
    public RolloutLayout(InputContract observation, bool hasValue, InputSpec[] actions)
        : this(observation, hasValue, present: null, actions)
    {
    }

    /// <summary>Creates the layout of a policy with a value of each actor.</summary>
    /// <param name="observation">The contract of the observation.</param>
    /// <param name="valuePerActorOf">The presence mask of the actors.</param>
    /// <param name="actions">The names and shapes of the actions, in order.</param>
    /// <exception cref="ArgumentException">The observation has no such mask.</exception>
    public RolloutLayout(InputContract observation, string valuePerActorOf, params (string Member, string Shape)[] actions)
        : this(observation, hasValue: true, valuePerActorOf, Indices(actions))
    {
    }

    /// <summary>Creates the layout of a policy that chooses numbers from intervals, with a value of each actor.</summary>
    /// <param name="observation">The contract of the observation.</param>
    /// <param name="valuePerActorOf">The presence mask of the actors.</param>
    /// <param name="actions">The requirements of the actions, in order.</param>
    /// <exception cref="ArgumentException">The observation has no such mask.</exception>
    public RolloutLayout(InputContract observation, string valuePerActorOf, InputSpec[] actions)
        : this(observation, hasValue: true, valuePerActorOf, actions)
    {
    }

    private RolloutLayout(InputContract observation, bool hasValue, string? present, InputSpec[] actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(actions);
        HasValue = hasValue;
        InputCount = observation.Inputs.Count;
        MemberCount = InputCount + actions.Length;
        Name = $"{observation.Policy}.Rollout";
        if (present is not null)
        {
            PresentMember = Enumerable.Range(0, InputCount).Where(member => observation.Inputs[member].Member == present)
                .Select(member => (int?)member).FirstOrDefault()
                ?? throw new ArgumentException($"{Name}: expected the name of a presence mask, got '{present}'.", nameof(present));
        }

        string value = PresentMember is { } mask ? observation.Inputs[mask].Shape : "(batch)";
        Contract = new InputContract(Name,
        [
            .. observation.Inputs,
            .. actions,
            InputSpec.Dense("LogProb", "(batch)"),
            .. hasValue ? [InputSpec.Dense("Value", value)] : Array.Empty<InputSpec>(),
            .. HasActors ? [InputSpec.Dense("LogProbPerActor", value)] : Array.Empty<InputSpec>(),
        ]);
    }

    /// <summary>The name of the rollout, for error messages.</summary>
    internal string Name { get; }

    /// <summary>Whether the policy declares a <c>[Value]</c>.</summary>
    internal bool HasValue { get; }

    /// <summary>Whether every actor has a value.</summary>
    internal bool HasActors => PresentMember is not null;

    /// <summary>The index of the presence mask of the actors that have a value each; null for one value per environment.</summary>
    internal int? PresentMember { get; }

    /// <summary>The number of members of the observation, which come first.</summary>
    internal int InputCount { get; }

    /// <summary>The number of members of observation and actions. In the contract, log-probabilities and value follow them.</summary>
    internal int MemberCount { get; }

    /// <summary>The axes of the value of one environment.</summary>
    internal ReadOnlySpan<InputContract.Axis> ValueAxes => HasValue ? Contract.AxesOf(MemberCount + 1)[1..] : [];

    /// <summary>The contract of all tensors of one step.</summary>
    internal InputContract Contract { get; }

    /// <summary>Returns all tensors of one step, in the order of the contract.</summary>
    internal Tensor?[] GetTensors<TObservation, TActions>(TObservation observation, Step<TActions> step)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
    {
        Tensor?[] value = HasActors ? [step.Value, step.LogProbPerActor] : HasValue ? [step.Value] : [];
        return [.. observation.ToTensors(), .. step.Actions.ToTensors(), step.LogProb, .. value];
    }

    /// <summary>The requirements of actions that are all indices of choices.</summary>
    private static InputSpec[] Indices((string Member, string Shape)[] actions) =>
        [.. (actions ?? throw new ArgumentNullException(nameof(actions))).Select(action => InputSpec.Action(action.Member, action.Shape))];
}
