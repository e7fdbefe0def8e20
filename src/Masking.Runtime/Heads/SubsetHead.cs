using Masking.CompilerServices;
using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A head that picks several elements of a set, or cells of a grid, one after the other and none twice, until it picks the end.
/// </summary>
/// <remarks>
/// The query of what its actor knows moves with every pick by a projection of the picked element's encoding, <c>q + Σ U e</c>, and is held
/// against a key of each candidate and a learned key of the end (Vinyals et al. 2019, "Grandmaster level in StarCraft II using multi-agent
/// reinforcement learning", selected units).
/// </remarks>
public sealed class SubsetHead : ActionHead
{
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear pick;
    private readonly Linear end;
    private readonly double _scale;

    /// <summary>A head with parameters of its own.</summary>
    /// <param name="inputs">Numbers that an actor knows.</param>
    /// <param name="candidates">Numbers in the encoding of one candidate.</param>
    /// <param name="width">Numbers in queries and keys.</param>
    /// <param name="given">For each other head whose choice the logits depend on: its choices, or the numbers in the encoding of what it
    /// points at.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more weights than an array can have
    /// elements.</exception>
    public SubsetHead(int inputs, int candidates, int width = 64, int[]? given = null)
        : base(nameof(SubsetHead), Sizes.RequireQueriesAndKeys(inputs, candidates, width), given)
    {
        query = Layers.Dense(inputs, width, Layers.Logits);
        key = Layers.Dense(candidates, width, Layers.Output, bias: false);
        pick = Layers.Dense(candidates, width, Layers.Logits, bias: false);
        end = Layers.Dense(width, 1, Layers.Output);
        _scale = 1 / Math.Sqrt(width);
        register_module(nameof(query), query);
        register_module(nameof(key), key);
        register_module(nameof(pick), pick);
        register_module(nameof(end), end);
    }

    /// <summary>Has this head pick among a set of entities, as one of the heads of an <see cref="ActorHeads"/>.</summary>
    /// <param name="entities"><c>(batch, entities, width)</c>: their encodings.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="mask"><c>(batch, entities)</c>, with Each <c>(batch, actors…, entities)</c>, bool, on top of
    /// <paramref name="present"/>; null allows every present one.</param>
    /// <exception cref="MaskShapeException">The entities have another rank or width than the head was built for, or are no floating-point
    /// numbers.</exception>
    public HeadInput PickEntities(Tensor entities, Tensor present, Tensor? mask)
    {
        Expect.Floating(nameof(SubsetHead), nameof(entities), entities, 3, "(batch, entities, width)");
        Expect.Candidates(nameof(SubsetHead), nameof(entities), entities, Candidates);
        return new(this, entities.size(1), mask, entities, present);
    }

    /// <summary>Has this head pick among the cells of a grid, as one of the heads of an <see cref="ActorHeads"/>.</summary>
    /// <param name="cells"><c>(batch, height, width, numbers)</c>: their encodings.</param>
    /// <param name="mask"><c>(batch, height, width)</c>, with Each <c>(batch, actors…, height, width)</c>, bool; null allows every
    /// cell.</param>
    /// <exception cref="MaskShapeException">The cells have another rank or width than the head was built for, or are no floating-point
    /// numbers.</exception>
    public HeadInput PickCells(Tensor cells, Tensor? mask)
    {
        Expect.Floating(nameof(SubsetHead), nameof(cells), cells, 4, "(batch, height, width, numbers)");
        Expect.Candidates(nameof(SubsetHead), nameof(cells), cells, Candidates);
        return new(this, cells.size(1) * cells.size(2), mask, cells, null);
    }

    /// <summary>The logits of every candidate and of the end, from what was picked before.</summary>
    /// <param name="actors">Who acts.</param>
    /// <param name="known"><c>(rows, inputs)</c>.</param>
    /// <param name="candidates"><c>(batch, candidates, numbers)</c>.</param>
    /// <returns>From <c>(rows, picks, candidates)</c> of 0 and 1 to <c>(rows, picks, candidates + 1)</c>.</returns>
    internal Func<Tensor, Tensor> Score(ActorRows actors, Tensor known, Tensor candidates)
    {
        using Scalar scale = _scale;
        Tensor queries = query.call(known).unsqueeze(1);
        Tensor keys = actors.GatherEnvironment(key.call(candidates)).transpose(1, 2).mul(scale);
        Tensor steps = actors.GatherEnvironment(pick.call(candidates));
        return picked =>
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor moved = queries.add(picked.bmm(steps), Scalars.One);
            return cat([moved.bmm(keys), end.call(moved)], -1).MoveToOuterDisposeScope();
        };
    }

    /// <summary>Numbers in the encoding of one candidate.</summary>
    internal int Candidates => (int)key.weight.size(1);
}
