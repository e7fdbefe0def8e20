using System.ComponentModel;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>
/// What a policy's rollout is made of: the members of its observation and of its actions, in the declaration's own words.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RolloutLayout
{
    /// <summary>The layout of one policy.</summary>
    /// <param name="observation">What its observation must be.</param>
    /// <param name="hasValue">Whether it says what states are worth.</param>
    /// <param name="actions">The names and shapes of its actions, in order.</param>
    public RolloutLayout(InputContract observation, bool hasValue, params (string Member, string Shape)[] actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(actions);
        HasValue = hasValue;
        Inputs = observation.Inputs.Count;
        Members = Inputs + actions.Length;
        Name = $"{observation.Policy}.Rollout";
        IEnumerable<InputSpec> ofActions = actions.Select(action => InputSpec.Action(action.Member, action.Shape));
        InputSpec logProb = InputSpec.Dense("LogProb", "(batch)");
        InputSpec[] value = hasValue ? [InputSpec.Dense("Value", "(batch)")] : [];
        Contract = new InputContract(Name, [.. observation.Inputs, .. ofActions, logProb, .. value]);
    }

    /// <summary>What errors call the rollout.</summary>
    internal string Name { get; }

    internal bool HasValue { get; }

    /// <summary>The members of the observation; they come first.</summary>
    internal int Inputs { get; }

    /// <summary>The members of observation and actions. In the contract, log-probability and value come behind them.</summary>
    internal int Members { get; }

    /// <summary>What one step must be.</summary>
    internal InputContract Contract { get; }

    /// <summary>All tensors of one step, in the order of the contract.</summary>
    internal Tensor?[] TensorsOf<TObservation, TActions>(TObservation observation, Step<TActions> step)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
    {
        Tensor?[] value = HasValue ? [step.Value] : [];
        return [.. observation.ToTensors(), .. step.Actions.ToTensors(), step.LogProb, .. value];
    }
}
