using Masking.CompilerServices;
using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A head that chooses one element of a set, or one cell of a grid: a query of what its actor knows, against a key of each candidate.
/// </summary>
/// <remarks>
/// Vinyals et al. 2015, "Pointer Networks", with the scaled product of Vaswani et al. 2017: logits <c>q·k / sqrt(width)</c>.
/// </remarks>
public sealed class PointerHead : ActionHead
{
    private readonly Linear query;
    private readonly Linear key;

    /// <summary>A head with parameters of its own.</summary>
    /// <param name="inputs">Numbers that an actor knows.</param>
    /// <param name="candidates">Numbers in the encoding of one candidate.</param>
    /// <param name="width">Numbers in queries and keys.</param>
    /// <param name="given">For each other head whose choice the logits depend on: its choices, or the numbers in the encoding of what it
    /// points at.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more weights than an array can have
    /// elements.</exception>
    public PointerHead(int inputs, int candidates, int width = 64, int[]? given = null)
        : base(nameof(PointerHead), Sizes.RequireQueriesAndKeys(inputs, candidates, width), given)
    {
        query = Layers.Dense(inputs, width, Layers.Logits);
        key = Layers.Dense(candidates, width, Layers.Output, bias: false);
        register_module(nameof(query), query);
        register_module(nameof(key), key);
    }

    /// <summary>Has this head point at one of a set of entities, as one of the heads of an <see cref="ActorHeads"/>.</summary>
    /// <param name="entities"><c>(batch, entities, width)</c>: their encodings.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="mask"><c>(batch, entities)</c>, with Each <c>(batch, actors…, entities)</c>, bool, on top of
    /// <paramref name="present"/>; null allows every present one.</param>
    /// <exception cref="MaskShapeException">The entities have another rank or width than the head was built for, or are no floating-point
    /// numbers.</exception>
    public HeadInput PointAtEntity(Tensor entities, Tensor present, Tensor? mask)
    {
        Expect.Floating(nameof(PointerHead), nameof(entities), entities, 3, "(batch, entities, width)");
        Expect.Candidates(nameof(PointerHead), nameof(entities), entities, Candidates);
        return new(this, entities.size(1), mask, entities, present);
    }

    /// <summary>Has this head point at one cell of a grid, as one of the heads of an <see cref="ActorHeads"/>.</summary>
    /// <param name="cells"><c>(batch, height, width, numbers)</c>: their encodings.</param>
    /// <param name="mask"><c>(batch, height, width)</c>, with Each <c>(batch, actors…, height, width)</c>, bool; null allows every
    /// cell.</param>
    /// <exception cref="MaskShapeException">The cells have another rank or width than the head was built for, or are no floating-point
    /// numbers.</exception>
    public HeadInput PointAtCell(Tensor cells, Tensor? mask)
    {
        Expect.Floating(nameof(PointerHead), nameof(cells), cells, 4, "(batch, height, width, numbers)");
        Expect.Candidates(nameof(PointerHead), nameof(cells), cells, Candidates);
        return new(this, cells.size(1) * cells.size(2), mask, cells, null);
    }

    /// <summary>The logits <c>q·k / sqrt(width)</c> of every candidate.</summary>
    /// <param name="queries"><c>(rows, width)</c>.</param>
    /// <param name="keys"><c>(rows, candidates, width)</c>.</param>
    /// <returns><c>(rows, candidates)</c>.</returns>
    /// <exception cref="MaskShapeException">The keys do not fit the queries.</exception>
    public static Tensor Score(Tensor queries, Tensor keys)
    {
        Expect.Floating(nameof(PointerHead), nameof(queries), queries, 2, "(rows, width)");
        Expect.Floating(nameof(PointerHead), nameof(keys), keys, 3, "(rows, candidates, width)");
        Expect.Size(nameof(PointerHead), nameof(keys), keys, [queries.size(0), keys.size(1), queries.size(1)]);
        using DisposeScope scope = NewDisposeScope();
        using Scalar divisor = Math.Sqrt(queries.size(-1));
        return Products(queries.div(divisor), keys).MoveToOuterDisposeScope();
    }

    /// <summary>The logits of every candidate for every row.</summary>
    internal Tensor Score(ActorRows actors, Tensor features, Tensor candidates)
    {
        using DisposeScope scope = NewDisposeScope();

        // q·(K c) = (Kᵀ q)·c: no candidate needs a key of its own.
        using Scalar divisor = Math.Sqrt(key.weight.size(0));
        Tensor onCandidates = query.call(features).mm(key.weight).div(divisor);
        return Products(onCandidates, actors.GatherEnvironment(candidates)).MoveToOuterDisposeScope();
    }

    /// <summary>Of each row with each of its candidates. One small matrix product a row would take longer.</summary>
    private static Tensor Products(Tensor queries, Tensor keys) => keys.mul(queries.unsqueeze(1)).sum(-1);

    /// <summary>Numbers in the encoding of one candidate.</summary>
    internal int Candidates => (int)key.weight.size(1);
}
