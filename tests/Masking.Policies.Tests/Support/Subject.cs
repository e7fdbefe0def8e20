using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>What a policy did: one tensor of actions a head. It belongs to a step; a copy to nobody, but a dispose scope.</summary>
internal sealed record Deed(Tensor[] Actions, Tensor LogProb, Tensor? Value, IDisposable? Step = null) : IDisposable
{
    public void Dispose() => Step?.Dispose();
}

/// <summary>What a policy thinks of given actions.</summary>
internal sealed record Judgement(Tensor LogProb, Tensor Entropy, Tensor? Value) : IDisposable
{
    public void Dispose()
    {
        LogProb.Dispose();
        Entropy.Dispose();
        Value?.Dispose();
    }
}

/// <summary>A declared policy seen without its generated types, so that one test serves all of them.</summary>
internal abstract class Subject(PolicySpec spec) : IDisposable
{
    public PolicySpec Spec { get; } = spec;

    public abstract nn.Module Module { get; }

    /// <summary>The element type of the parameters.</summary>
    public ScalarType Precision => Module.parameters().First().dtype;

    /// <summary>Changes the element type of the parameters.</summary>
    public abstract void MoveTo(ScalarType precision);

    public abstract Deed Act(IReadOnlyList<Tensor?> observation, RandomStream stream);

    public abstract Deed ActGreedily(IReadOnlyList<Tensor?> observation);

    public abstract Judgement Evaluate(IReadOnlyList<Tensor?> observation, IReadOnlyList<Tensor?> actions);

    public abstract SubjectDistribution Forward(IReadOnlyList<Tensor?> observation);

    public abstract IReadOnlyList<Tensor?> Select(IReadOnlyList<Tensor?> observation, Tensor rows);

    public abstract IReadOnlyList<Tensor?> Concatenate(params IReadOnlyList<Tensor?>[] observations);

    public abstract IReadOnlyList<Tensor?> ConcatenateActions(params IReadOnlyList<Tensor?>[] actions);

    /// <summary>What an observation, actions and a step say of themselves.</summary>
    public abstract string[] Texts(IReadOnlyList<Tensor?> observation);

    public abstract IReadOnlyList<Tensor?> Clone(IReadOnlyList<Tensor?> observation);

    /// <summary>A rollout for observations like one that is given, with room for so many entities in each set.</summary>
    public abstract SubjectRollout NewRollout(int steps, int environments, int room, IReadOnlyList<Tensor?> observation);

    public void Dispose() => Module.Dispose();
}

/// <summary>A generated distribution seen without its type.</summary>
internal abstract class SubjectDistribution : IDisposable
{
    public abstract Tensor? Value { get; }

    /// <summary>What the distribution says of itself.</summary>
    public abstract string Text { get; }

    public abstract Tensor[] Sample(RandomStream stream);

    public abstract Tensor[] Mode();

    public abstract Tensor LogProb(IReadOnlyList<Tensor?> actions);

    public abstract Tensor Entropy();

    public abstract Tensor KlDivergence(SubjectDistribution other);

    public abstract Tensor Probs(string head);

    public abstract Tensor LogProb(string head, IReadOnlyList<Tensor?> actions);

    public abstract void Dispose();
}
