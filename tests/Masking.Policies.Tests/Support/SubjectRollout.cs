using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A minibatch, independent of the generated types.</summary>
internal sealed record SubjectMinibatch(
    IReadOnlyList<Tensor?> Observation,
    Tensor[] Actions,
    Tensor LogProb,
    Tensor? Value,
    Tensor Advantage,
    Tensor Return,
    Tensor Starts,
    Tensor Rows,
    Tensor? LogProbPerActor,
    Tensor? Present
);

/// <summary>A generated rollout, independent of the generated types.</summary>
internal abstract class SubjectRollout
{
    public abstract int Count { get; }

    /// <summary>The number of rewards of each environment.</summary>
    public abstract int Slots { get; }

    public abstract double LegalFraction { get; }

    public abstract IReadOnlyList<double> LegalFractions { get; }

    /// <summary>Acts on an observation, and adds the step.</summary>
    public abstract SubjectStep Act(IReadOnlyList<Tensor?> observation, RandomStream stream);

    public abstract void AddOutcome(float[] rewards, bool[] dones, float[] finalValues);

    public abstract void ComputeAdvantages(double gamma, double lambda, float[] lastValues);

    /// <summary>Returns all rows in order.</summary>
    public abstract SubjectMinibatch All();

    /// <summary>Returns all rows as sequences.</summary>
    public abstract SubjectMinibatch AllSequences();

    /// <summary>Returns consecutive environments of all sequences.</summary>
    public abstract SubjectMinibatch SliceOfSequences(int start, int count);

    public abstract IEnumerable<SubjectMinibatch> Minibatches(int count, RandomStream stream);

    public abstract IEnumerable<SubjectMinibatch> Sequences(int count, RandomStream stream);

    public abstract void Clear();
}
