using Masking.Runtime.Tests.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Rollouts;

/// <summary>Fills rollouts of the <see cref="ScoutPolicy"/> with numbers that identify their step.</summary>
internal sealed class ScoutRollout : IDisposable
{
    private static readonly InputContract Contract = new(
        nameof(ScoutPolicy),
        InputSpec.Dense("Globals", "(batch, 5)"),
        InputSpec.OptionalMask("CommandMask", "(batch, 4)")
    );

    private readonly ScoutPolicy _policy;
    private readonly RandomStream _stream = new(1);

    public ScoutRollout(int steps, int environments, bool hasValue = true)
    {
        _policy = new ScoutPolicy(hasValue);
        Rollout = new(new RolloutLayout(Contract, hasValue, ("Command", "(batch)")), steps, environments);
    }

    public Rollout<Pair, ScoutPolicy.Actions> Rollout { get; }

    /// <summary>Creates an observation whose numbers are the index of the step.</summary>
    public static Pair Observation(int step, int environments) =>
        new(full([environments, ScoutPolicy.Inputs], Constant.Of(step), ScalarType.Float32), null);

    public Step<ScoutPolicy.Actions> Act(Pair observation) => _policy.Act(observation, _stream);

    /// <summary>Adds a step without its outcome.</summary>
    public void Add()
    {
        using DisposeScope scope = NewDisposeScope();
        Pair observation = Observation(Rollout.Count, Rollout.Environments);
        Rollout.Add(observation, Act(observation));
    }

    /// <summary>Adds steps until the rollout is full, with rewards 0, 1, 2 …</summary>
    public void Fill(params int[] doneAt)
    {
        while (!Rollout.IsFull)
        {
            int first = Rollout.Count * Rollout.Environments;
            Add();
            int[] rows = [.. Enumerable.Range(first, Rollout.Environments)];
            Rollout.AddOutcome([.. rows.Select(row => (float)row)], [.. rows.Select(doneAt.Contains)]);
        }
    }

    /// <summary>Fills the rollout and computes its advantages.</summary>
    public void Complete(params int[] doneAt)
    {
        Fill(doneAt);
        Rollout.ComputeAdvantages(0.9, 0.8, new float[Rollout.Environments]);
    }

    public void Dispose() => _policy.Dispose();
}
