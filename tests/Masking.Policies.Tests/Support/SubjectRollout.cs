using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A minibatch seen without its generated types.</summary>
internal sealed record Part(
    IReadOnlyList<Tensor?> Observation,
    Tensor[] Actions,
    Tensor LogProb,
    Tensor? Value,
    Tensor Advantage,
    Tensor Return,
    Tensor Starts
);

/// <summary>A generated rollout seen without its types.</summary>
internal abstract class SubjectRollout
{
    public abstract int Count { get; }

    /// <summary>Acts on an observation, and adds it with what was done.</summary>
    public abstract Deed Act(IReadOnlyList<Tensor?> observation, RandomStream stream);

    public abstract void AddOutcome(float[] rewards, bool[] dones, float[] finalValues);

    public abstract void ComputeAdvantages(double gamma, double lambda, float[] lastValues);

    /// <summary>Everything in order.</summary>
    public abstract Part All();

    public abstract IEnumerable<Part> Minibatches(int count, RandomStream stream);

    public abstract IEnumerable<Part> Sequences(int count, RandomStream stream);

    public abstract void Clear();
}
