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
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(actions);
        HasValue = hasValue;
        InputCount = observation.Inputs.Count;
        MemberCount = InputCount + actions.Length;
        Name = $"{observation.Policy}.Rollout";
        IEnumerable<InputSpec> ofActions = actions.Select(action => InputSpec.Action(action.Member, action.Shape));
        InputSpec logProb = InputSpec.Dense("LogProb", "(batch)");
        InputSpec[] value = hasValue ? [InputSpec.Dense("Value", "(batch)")] : [];
        Contract = new InputContract(Name, [.. observation.Inputs, .. ofActions, logProb, .. value]);
    }

    /// <summary>The name of the rollout, for error messages.</summary>
    internal string Name { get; }

    /// <summary>Whether the policy declares a <c>[Value]</c>.</summary>
    internal bool HasValue { get; }

    /// <summary>The number of members of the observation, which come first.</summary>
    internal int InputCount { get; }

    /// <summary>The number of members of observation and actions. In the contract, log-probability and value follow them.</summary>
    internal int MemberCount { get; }

    /// <summary>The contract of all tensors of one step.</summary>
    internal InputContract Contract { get; }

    /// <summary>Returns all tensors of one step, in the order of the contract.</summary>
    internal Tensor?[] GetTensors<TObservation, TActions>(TObservation observation, Step<TActions> step)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
    {
        Tensor?[] value = HasValue ? [step.Value] : [];
        return [.. observation.ToTensors(), .. step.Actions.ToTensors(), step.LogProb, .. value];
    }
}
