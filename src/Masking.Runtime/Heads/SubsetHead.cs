using Masking.CompilerServices;
using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A head that picks several entities of a set, or cells of a map. It picks one after the other, no candidate twice, until it picks the
/// end.
/// </summary>
/// <remarks>
/// Every pick adds a projection of the encoding e of the picked candidate to the query of the actor, <c>q + Σ U e</c>. The logit of a
/// candidate is the scaled product of its key with the query, and a dense layer computes the logit of the end from the query. This is the
/// selected-units head of Vinyals et al. 2019, "Grandmaster level in StarCraft II using multi-agent reinforcement learning".
/// </remarks>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class CommanderPolicy
/// {
///     [EntityMask(features: 9)]                       public partial AttentionEncoder Units { get; }
///     [ActionMask(Over = nameof(Units), AtMost = 8)]  public partial SubsetHead Squad { get; }   // action (batch, 8), padded with -1
///     [ActionMask(Choices = 4), Given(nameof(Squad))] public partial Head&lt;int&gt; Order { get; }
/// }
/// </code>
/// </example>
public sealed class SubsetHead : ActionHead
{
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear pick;
    private readonly Linear end;
    private readonly double _scale;

    /// <summary>Creates a head with new parameters.</summary>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="candidates">The width of the encoding of a candidate.</param>
    /// <param name="width">The width of queries and keys.</param>
    /// <param name="given">For each parent head, on whose choice the logits depend, the number of its choices. For a pointer or a subset,
    /// the width of the encodings of its candidates.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
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

    /// <summary>Combines this head with the entities of a set and its mask, as an input of <see cref="ActionPlan.Choose"/>.</summary>
    /// <param name="entities">The encodings of the entities, <c>(batch, entities, width)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool, true = present.</param>
    /// <param name="mask"><c>(batch, entities)</c>, with Each <c>(batch, actors…, entities)</c>, bool, true = allowed. It
    /// is combined with <paramref name="present"/>; null allows every present entity.</param>
    /// <exception cref="MaskShapeException">The entities are not floating point, do not have three axes, or have another width than the
    /// head was built for.</exception>
    public HeadInput PickEntities(Tensor entities, Tensor present, Tensor? mask)
    {
        Expect.Floating(nameof(SubsetHead), nameof(entities), entities, 3, "(batch, entities, width)");
        Expect.Candidates(nameof(SubsetHead), nameof(entities), entities, Candidates);
        return new(this, entities.size(1), mask, entities, present);
    }

    /// <summary>Combines this head with the cells of a map and its mask, as an input of <see cref="ActionPlan.Choose"/>.</summary>
    /// <param name="cells">The encodings of the cells, <c>(batch, height, width, numbers)</c>.</param>
    /// <param name="mask"><c>(batch, height, width)</c>, with Each <c>(batch, actors…, height, width)</c>, bool, true = allowed;
    /// null allows every cell.</param>
    /// <exception cref="MaskShapeException">The cells are not floating point, do not have four axes, or have another width than the head
    /// was built for.</exception>
    public HeadInput PickCells(Tensor cells, Tensor? mask)
    {
        Expect.Floating(nameof(SubsetHead), nameof(cells), cells, 4, "(batch, height, width, numbers)");
        Expect.Candidates(nameof(SubsetHead), nameof(cells), cells, Candidates);
        return new(this, cells.size(1) * cells.size(2), mask, cells, null);
    }

    /// <summary>Returns a function that computes the logits of every candidate and of the end from the earlier picks.</summary>
    /// <param name="actors">The actors.</param>
    /// <param name="features">The features of each actor, <c>(rows, inputs)</c>.</param>
    /// <param name="candidates">The encodings of the candidates, <c>(batch, candidates, width)</c>.</param>
    /// <returns>A function that maps the candidates picked before each pick, <c>(rows, picks, candidates)</c> of 0 and 1, to logits
    /// <c>(rows, picks, candidates + 1)</c>.</returns>
    internal Func<Tensor, Tensor> Score(ActorRows actors, Tensor features, Tensor candidates)
    {
        using Scalar scale = _scale;
        Tensor queries = query.call(features).unsqueeze(1);
        Tensor keys = actors.GatherEnvironment(key.call(candidates)).transpose(1, 2).mul(scale);
        Tensor updates = actors.GatherEnvironment(pick.call(candidates));
        return picked =>
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor updated = queries.add(picked.bmm(updates), Scalars.One);
            return cat([updated.bmm(keys), end.call(updated)], -1).MoveToOuterDisposeScope();
        };
    }

    /// <summary>The width of the encoding of a candidate.</summary>
    internal int Candidates => (int)key.weight.size(1);
}
