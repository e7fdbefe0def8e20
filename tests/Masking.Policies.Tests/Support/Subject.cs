using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>
/// The result of acting: one tensor of actions per head. The tensors belong to the step, or to the current dispose scope.
/// </summary>
internal sealed record SubjectStep(
    Tensor[] Actions, Tensor LogProb, Tensor? Value, Tensor? LogProbPerActor, IDisposable? Step = null) : IDisposable
{
    public void Dispose() => Step?.Dispose();
}

/// <summary>The evaluation of given actions.</summary>
internal sealed record SubjectEvaluation(Tensor LogProb, Tensor Entropy, Tensor? Value, Tensor? LogProbPerActor) : IDisposable
{
    public void Dispose()
    {
        LogProb.Dispose();
        Entropy.Dispose();
        Value?.Dispose();
        LogProbPerActor?.Dispose();
    }
}

/// <summary>A declared policy, independent of the generated types, so that one test can run for every policy.</summary>
internal abstract class Subject(PolicySpec spec) : IDisposable
{
    public PolicySpec Spec { get; } = spec;

    public abstract nn.Module Module { get; }

    /// <summary>The element type of the parameters.</summary>
    public ScalarType Precision => Module.parameters().First().dtype;

    /// <summary>Changes the element type of the parameters.</summary>
    public abstract void MoveTo(ScalarType precision);

    public abstract SubjectStep Act(IReadOnlyList<Tensor?> observation, RandomStream stream);

    public abstract SubjectStep ActGreedily(IReadOnlyList<Tensor?> observation);

    public abstract SubjectEvaluation Evaluate(IReadOnlyList<Tensor?> observation, IReadOnlyList<Tensor?> actions);

    public abstract SubjectDistribution Forward(IReadOnlyList<Tensor?> observation);

    /// <summary>Computes the distribution of every step of a sequence.</summary>
    public abstract SubjectDistribution DistributionOf(IReadOnlyList<Tensor?> sequence, Tensor starts);

    public abstract IReadOnlyList<Tensor?> Select(IReadOnlyList<Tensor?> observation, Tensor rows);

    public abstract IReadOnlyList<Tensor?> Concatenate(params IReadOnlyList<Tensor?>[] observations);

    public abstract IReadOnlyList<Tensor?> ConcatenateActions(params IReadOnlyList<Tensor?>[] actions);

    /// <summary>Returns the <c>ToString</c> of an observation, of actions and of a step.</summary>
    public abstract string[] Texts(IReadOnlyList<Tensor?> observation);

    public abstract IReadOnlyList<Tensor?> Clone(IReadOnlyList<Tensor?> observation);

    /// <summary>Creates a rollout for observations with the sizes of a given one, and with a capacity for entities.</summary>
    public abstract SubjectRollout NewRollout(int steps, int environments, int room, IReadOnlyList<Tensor?> observation);

    public void Dispose() => Module.Dispose();
}

/// <summary>A generated distribution, independent of its type.</summary>
internal abstract class SubjectDistribution : IDisposable
{
    public abstract Tensor? Value { get; }

    /// <summary>The <c>ToString</c> of the distribution.</summary>
    public abstract string Text { get; }

    public abstract Tensor[] Sample(RandomStream stream);

    public abstract Tensor[] Mode();

    public abstract Tensor LogProb(IReadOnlyList<Tensor?> actions);

    public abstract Tensor? LogProbPerActor(IReadOnlyList<Tensor?> actions);

    public abstract Tensor Entropy();

    public abstract Tensor KlDivergence(SubjectDistribution other);

    public abstract IEnumerable<(string Head, Tensor LogProb)> HeadLogProbs(IReadOnlyList<Tensor?> actions);

    public abstract IEnumerable<(string Head, Tensor Entropy)> HeadEntropies(IReadOnlyList<Tensor?> actions);

    public abstract Tensor Probs(string head);

    /// <summary>A generated property.</summary>
    public abstract Tensor Property(string name);

    public abstract Tensor ProbsAt(string head, double temperature);

    public abstract Tensor LogProbs(string head);

    public abstract Tensor CrossEntropy(string head, Tensor target);

    public abstract Tensor LogProb(IReadOnlyList<Tensor?> actions, double temperature);

    public abstract Tensor LogProb(string head, IReadOnlyList<Tensor?> actions);

    public abstract void Dispose();
}
