using Masking.CompilerServices;
using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A head that chooses one entity of a set, or one cell of a map. The logit of a candidate is the scaled product of its key with the query
/// of the actor, <c>q·k / sqrt(width)</c>.
/// </summary>
/// <remarks>
/// Vinyals et al. 2015, "Pointer Networks", with the scaled product of Vaswani et al. 2017, "Attention Is All You Need".
/// </remarks>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class GunnerPolicy
/// {
///     [EntityMask(features: 9)]                                 public partial AttentionEncoder Units { get; }
///     [AgentGrid(channels: 4, height: 16, width: 16)]           public partial ConvEncoder Map { get; }
///     [ActionMask(Over = nameof(Units))]                        public partial PointerHead Target { get; }   // index of a unit
///     [ActionMask(Over = nameof(Map))]                          public partial PointerHead Place { get; }    // row · width + column
/// }
/// </code>
/// </example>
public sealed class PointerHead : ActionHead
{
    private readonly Linear query;
    private readonly Linear key;

    /// <summary>Creates a head with new parameters.</summary>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="candidates">The width of the encoding of a candidate.</param>
    /// <param name="width">The width of queries and keys.</param>
    /// <param name="given">For each parent head, on whose choice the logits depend, the number of its choices. For a pointer or a subset,
    /// the width of the encodings of its candidates.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public PointerHead(int inputs, int candidates, int width = 64, int[]? given = null)
        : base(nameof(PointerHead), Sizes.RequireQueriesAndKeys(inputs, candidates, width), given)
    {
        query = Layers.Dense(inputs, width, Layers.Logits);
        key = Layers.Dense(candidates, width, Layers.Output, bias: false);
        register_module(nameof(query), query);
        register_module(nameof(key), key);
    }

    /// <summary>Combines this head with the entities of a set and its mask, as an input of <see cref="ActionPlan.Choose"/>.</summary>
    /// <param name="entities">The encodings of the entities, <c>(batch, entities, width)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool, true = present.</param>
    /// <param name="mask"><c>(batch, entities)</c>, with Each <c>(batch, actors…, entities)</c>, bool, true = allowed. It
    /// is combined with <paramref name="present"/>; null allows every present entity.</param>
    /// <exception cref="MaskShapeException">The entities are not floating point, do not have three axes, or have another width than the
    /// head was built for.</exception>
    public HeadInput PointAtEntity(Tensor entities, Tensor present, Tensor? mask)
    {
        Expect.Floating(nameof(PointerHead), nameof(entities), entities, 3, "(batch, entities, width)");
        Expect.Candidates(nameof(PointerHead), nameof(entities), entities, Candidates);
        return new(this, entities.size(1), mask, entities, present);
    }

    /// <summary>Combines this head with the cells of a map and its mask, as an input of <see cref="ActionPlan.Choose"/>.</summary>
    /// <param name="cells">The encodings of the cells, <c>(batch, height, width, numbers)</c>.</param>
    /// <param name="mask"><c>(batch, height, width)</c>, with Each <c>(batch, actors…, height, width)</c>, bool, true = allowed;
    /// null allows every cell.</param>
    /// <exception cref="MaskShapeException">The cells are not floating point, do not have four axes, or have another width than the head
    /// was built for.</exception>
    public HeadInput PointAtCell(Tensor cells, Tensor? mask)
    {
        Expect.Floating(nameof(PointerHead), nameof(cells), cells, 4, "(batch, height, width, numbers)");
        Expect.Candidates(nameof(PointerHead), nameof(cells), cells, Candidates);
        return new(this, cells.size(1) * cells.size(2), mask, cells, null);
    }

    /// <summary>Computes the logits <c>q·k / sqrt(width)</c> of every candidate.</summary>
    /// <param name="queries"><c>(rows, width)</c>.</param>
    /// <param name="keys"><c>(rows, candidates, width)</c>.</param>
    /// <returns><c>(rows, candidates)</c>.</returns>
    /// <exception cref="MaskShapeException">The queries or the keys are not floating point, or have a wrong shape.</exception>
    public static Tensor Score(Tensor queries, Tensor keys)
    {
        Expect.Floating(nameof(PointerHead), nameof(queries), queries, 2, "(rows, width)");
        Expect.Floating(nameof(PointerHead), nameof(keys), keys, 3, "(rows, candidates, width)");
        Expect.Size(nameof(PointerHead), nameof(keys), keys, [queries.size(0), keys.size(1), queries.size(1)]);
        using DisposeScope scope = NewDisposeScope();
        using Scalar divisor = Math.Sqrt(queries.size(-1));
        return Products(queries.div(divisor), keys).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the logits of every candidate for every actor, <c>(rows, candidates)</c>.</summary>
    internal Tensor Score(ActorRows actors, Tensor features, Tensor candidates)
    {
        using DisposeScope scope = NewDisposeScope();

        // q·(K c) = (Kᵀ q)·c: projecting the queries avoids a key for every candidate.
        using Scalar divisor = Math.Sqrt(key.weight.size(0));
        Tensor projected = query.call(features).mm(key.weight).div(divisor);
        return Products(projected, actors.GatherEnvironment(candidates)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The product of each query with each of its keys. This is faster than a batched matrix product with one small matrix per row.
    /// </summary>
    private static Tensor Products(Tensor queries, Tensor keys) => keys.mul(queries.unsqueeze(1)).sum(-1);

    /// <summary>The width of the encoding of a candidate.</summary>
    internal int Candidates => (int)key.weight.size(1);
}
