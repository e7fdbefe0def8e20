using Masking.Runtime.Tests.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Rollouts;

/// <summary>A rollout of a policy with a value of each entity of a set, which is filled with given values.</summary>
internal sealed class SquadRollout(int steps, int environments, int slots)
{
    public const string Owner = "SquadPolicy.Rollout";

    private static readonly InputContract Contract = new(
        "SquadPolicy",
        InputSpec.Dense("Units", "(batch, entities, 1)"),
        InputSpec.Mask("UnitsMask", "(batch, entities)"));

    public Rollout<Pair, ScoutPolicy.Actions> Rollout { get; } = new(
        new RolloutLayout(Contract, "UnitsMask", ("Command", "(batch, entities)")),
        steps,
        environments,
        RolloutAxis.Entities("entities", slots));

    /// <summary>Adds a step without its outcome. The log-probability of each actor is its value with the sign changed.</summary>
    /// <param name="present">The actors of each environment, of a set of any size.</param>
    /// <param name="values">Their values.</param>
    public void Add(bool[,] present, float[,] values)
    {
        using DisposeScope scope = NewDisposeScope();
        (Pair observation, Step<ScoutPolicy.Actions> step) = Step(present, values);
        Rollout.Add(observation, step);
    }

    /// <summary>Adds a step of a single environment.</summary>
    public void Add(bool[] present, float[] values, float[] rewards, bool isDone = false, float[]? finalValues = null)
    {
        bool[,] ofEnvironment = new bool[1, present.Length];
        float[,] theirs = new float[1, values.Length];
        for (int slot = 0; slot < present.Length; slot++)
        {
            (ofEnvironment[0, slot], theirs[0, slot]) = (present[slot], values[slot]);
        }

        Add(ofEnvironment, theirs);
        Rollout.AddOutcome(rewards, [isDone], finalValues);
    }

    /// <summary>The arguments of a step.</summary>
    public static (Pair Observation, Step<ScoutPolicy.Actions> Step) Step(bool[,] present, float[,] values)
    {
        Tensor mask = tensor(present);
        Tensor value = tensor(values);
        return (
            new Pair(zeros(mask.size(0), mask.size(1), 1), mask),
            new Step<ScoutPolicy.Actions>(
                new ScoutPolicy.Actions(zeros(mask.shape, ScalarType.Int64)), zeros(mask.size(0)), value, value.neg()));
    }
}
