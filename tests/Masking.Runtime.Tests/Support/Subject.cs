using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>The three distributions, which follow the same rules.</summary>
public enum Kind
{
    Categorical,
    Components,
    Grid,
}

/// <summary>
/// One of the distributions over rows of logits. <see cref="Kind.Components"/> splits the choices into three components;
/// <see cref="Kind.Grid"/> has one row per cell.
/// </summary>
internal sealed record Subject(
    Kind Kind,
    IDisposable Distribution,
    Tensor Probs,
    Func<RandomStream, Tensor> Sample,
    Func<Tensor> Mode,
    Func<Tensor, Tensor> LogProb,
    Func<Tensor> Entropy,
    Func<Subject, Tensor> KlDivergence) : IDisposable
{
    public static TheoryData<Kind> Kinds => [.. Enum.GetValues<Kind>()];

    /// <summary>Creates the distribution of logits <c>(rows, choices)</c>.</summary>
    public static Subject Of(Kind kind, Tensor logits, Tensor? mask) => kind switch
    {
        Kind.Categorical => Of(new MaskedCategorical(logits, mask)),
        Kind.Components => Of(new MaskedComponents(logits, mask, Sizes(logits.size(1)))),
        _ => Grid(logits, mask),
    };

    /// <summary>Returns the flags of a mask <c>(rows, choices)</c> that apply: on a grid, those of cells with an agent.</summary>
    public static Tensor Legal(Kind kind, Tensor mask) => kind == Kind.Grid ? mask.logical_and(Agents(mask.size(0)).view(-1, 1)) : mask;

    public void Dispose() => Distribution.Dispose();

    private static Subject Of(MaskedCategorical it) =>
        new(
            Kind.Categorical,
            it,
            it.Probs,
            stream => it.Sample(stream),
            it.Mode,
            it.LogProb,
            it.Entropy,
            other => it.KlDivergence((MaskedCategorical)other.Distribution)
        );

    private static Subject Of(MaskedComponents it) =>
        new(
            Kind.Components,
            it,
            it.Probs,
            stream => it.Sample(stream),
            it.Mode,
            it.LogProb,
            it.Entropy,
            other => it.KlDivergence((MaskedComponents)other.Distribution)
        );

    private static Subject Of(MaskedGrid it) =>
        new(
            Kind.Grid,
            it,
            it.Probs,
            stream => it.Sample(stream),
            it.Mode,
            it.LogProb,
            () => it.Entropy(EntropyReduction.Sum),
            other => it.KlDivergence((MaskedGrid)other.Distribution)
        );

    private static Subject Grid(Tensor logits, Tensor? mask)
    {
        using Tensor cells = PerCell(logits);
        using Tensor? maskOfCells = mask is null ? null : PerCell(mask);
        using Tensor agents = Agents(logits.size(0));
        return Of(new MaskedGrid(cells, agents, maskOfCells));
    }

    private static long[] Sizes(long choices) => [choices / 3, choices - (choices / 3) - (choices / 2), choices / 2];

    private static Tensor PerCell(Tensor rows) => rows[.., .., TensorIndex.None, TensorIndex.None];

    /// <summary>Creates an agent mask in which every third cell has no agent.</summary>
    private static Tensor Agents(long rows) => tensor([.. Enumerable.Range(0, (int)rows).Select(row => row % 3 != 2)], [rows, 1, 1]);
}
