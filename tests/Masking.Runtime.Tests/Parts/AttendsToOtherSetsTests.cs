using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

/// <summary>Entities that attend to other sets in addition to their own.</summary>
public sealed class AttendsToOtherSetsTests
{
    private const int Features = 8;
    private const int Heads = 2;
    private const int PerHead = 3;

    [Fact]
    public void OtherSets_EqualAReferenceComputation() =>
        Property.Holds(
            TwoSets.Of(Features),
            sets =>
            {
                using MaskedAttention attention = new(Features, Heads, PerHead);
                (Tensor own, Tensor others) = (sets.Own.Spoiled(), sets.Others.Spoiled());
                (Tensor present, Tensor sight, Tensor othersPresent) = (
                    sets.Own.PresentTensor(),
                    sets.Own.SightTensor(),
                    sets.Others.PresentTensor()
                );
                (double[] map, double[] output) = sets.AttendedByHand(attention, Heads, PerHead);

        TensorAssert.Close(map, attention.Map(own, present, sight, others, othersPresent), "map", floor: 1e-6);
        TensorAssert.Close(output, attention.forward(own, present, sight, others, othersPresent), "output", floor: 2e-6);
    }, iter: 60);

    [Fact]
    public void OtherSets_EqualOneSetWithASightMask() => Property.Holds(TwoSets.Of(Features), sets =>
    {
        using MaskedAttention attention = new(Features, Heads, PerHead);
        (Tensor present, Tensor othersPresent) = (sets.Own.PresentTensor(), sets.Others.PresentTensor());
        Tensor sight = ones(sets.Own.Batch, sets.Own.Count + sets.Others.Count, sets.Own.Count + sets.Others.Count, ScalarType.Bool);
        sight.narrow(1, 0, sets.Own.Count).narrow(2, 0, sets.Own.Count).copy_(sets.Own.SightTensor());
        Tensor everyone = attention.forward(cat([sets.Own.Tensor(), sets.Others.Tensor()], 1), cat([present, othersPresent], 1), sight);

        TensorAssert.Close(
            everyone.narrow(1, 0, sets.Own.Count),
            attention.forward(sets.Own.Tensor(), present, sets.Own.SightTensor(), sets.Others.Tensor(), othersPresent), floor: 2e-6);
    }, iter: 60);

    [Fact]
    public void InOneBlock_OtherSetsOfTheSameEncoder_AreOneSetWithTheOwn() =>
        Property.Holds(
            TwoSets.Of(Features),
            sets =>
            {
                using AttentionEncoder encoder = new(Features, width: 16);
                (Tensor present, Tensor othersPresent) = (sets.Own.PresentTensor(), sets.Others.PresentTensor());
                Tensor everyone = encoder
                    .forward(cat([sets.Own.Tensor(), sets.Others.Tensor()], 1), cat([present, othersPresent], 1), null)
                    .Entities;
                EntityEncoding encoding = encoder.Attend(
                    encoder.Embed(sets.Own.Tensor(), present),
                    null,
                    encoder.Embed(sets.Others.Tensor(), othersPresent)
                );

        TensorAssert.Close(everyone.narrow(1, 0, sets.Own.Count), encoding.Entities, floor: 2e-6);
        TensorAssert.Close(MaskedPooling.Mean(encoding.Entities, present), encoding.Pooled, floor: 2e-6);
    }, iter: 60);

    [Fact]
    public void AbsentEntitiesOfOtherSets_HaveNoEffect_AndNoGradient() =>
        Property.Holds(
            TwoSets.Of(Features),
            sets =>
            {
                using AttentionEncoder encoder = new(Features, width: 16, heads: 2, layers: 2);
                using AttentionEncoder encoderOfOthers = new(Features, width: 16, heads: 4);
                Tensor[][] outcomes =
                [
                    .. new[] { sets.Others.Tensor(), sets.Others.Spoiled() }.Select(numbers =>
                    {
                        Tensor leaf = Gradient.Leaf(numbers);
                        Array.ForEach([.. encoder.parameters(), .. encoderOfOthers.parameters()], parameter => parameter.grad = null);
                        EntityEncoding encoding = encoder.Attend(
                            encoder.Embed(sets.Own.Tensor(), sets.Own.PresentTensor()),
                            sets.Own.SightTensor(),
                            encoderOfOthers.Embed(leaf, sets.Others.PresentTensor())
                        );
                        Tensor gradient = Gradient.OfWeighted(cat([encoding.Entities.flatten(), encoding.Pooled.flatten()]), leaf);
                        TensorAssert.ZeroWhere(sets.Others.AbsentNumbers(), gradient, "gradient");
                        return (Tensor[])
                            [
                                encoding.Entities,
                                encoding.Pooled,
                                gradient,
                                .. encoder
                                    .parameters()
                                    .Concat(encoderOfOthers.parameters())
                                    .Select(parameter => parameter.grad?.clone() ?? zeros(0)),
                            ];
                    }),
                ];

        foreach ((Tensor clean, Tensor spoiled) in outcomes[0].Zip(outcomes[1]))
        {
            TensorAssert.SameBits(clean, spoiled);
            TensorAssert.Finite(clean);
        }
    }, iter: 60);

    [Fact]
    public void EmptyOtherSets_HaveNoEffect() => Property.Holds(TwoSets.Of(Features), sets =>
    {
        using AttentionEncoder encoder = new(Features, width: 16, layers: 2);
        (Tensor present, Tensor sight) = (sets.Own.PresentTensor(), sets.Own.SightTensor());
        EntityEmbedding own = encoder.Embed(sets.Own.Tensor(), present);
        EntityEncoding alone = encoder.forward(sets.Own.Tensor(), present, sight);

        foreach (EntityEmbedding nobody in new[]
        {
            encoder.Embed(sets.Others.Spoiled(), zeros_like(sets.Others.PresentTensor())),
            encoder.Embed(zeros(sets.Own.Batch, 0, Features), zeros(sets.Own.Batch, 0, ScalarType.Bool)),
        })
        {
            EntityEncoding encoding = encoder.Attend(own, sight, nobody);
            TensorAssert.Close(alone.Entities, encoding.Entities, floor: 2e-6);
            TensorAssert.Close(alone.Pooled, encoding.Pooled, floor: 2e-6);
        }
    }, iter: 60);

    [Fact]
    public void PermutationAndPaddingOfOtherSets_HaveNoEffect() => Property.Holds(TwoSets.Of(Features), sets =>
    {
        using AttentionEncoder encoder = new(Features, width: 16, layers: 2);
        EntityEmbedding own = encoder.Embed(sets.Own.Tensor(), sets.Own.PresentTensor());
        (Tensor others, Tensor present, Tensor order) = (sets.Others.Tensor(), sets.Others.PresentTensor(), sets.Others.Order());
        EntityEncoding expected = encoder.Attend(own, null, encoder.Embed(others, present));

                foreach (
                    EntityEmbedding same in new[]
                    {
                        encoder.Embed(others.index_select(1, order), present.index_select(1, order)),
                        encoder.Embed(
                            cat([full([own.Present.size(0), 2, Features], Constant.Of(float.NaN)), others], 1),
                            cat([zeros(own.Present.size(0), 2, ScalarType.Bool), present], 1)
                        ),
                    }
                )
                {
                    EntityEncoding encoding = encoder.Attend(own, null, same);
                    TensorAssert.Close(expected.Entities, encoding.Entities, floor: 2e-6);
                    TensorAssert.Close(expected.Pooled, encoding.Pooled, floor: 2e-6);
                }
            },
            iter: 60
        );

    [Fact]
    public void SeveralOtherSets_EqualTheirConcatenation() => Property.Holds(TwoSets.Of(Features), sets =>
    {
        using AttentionEncoder encoder = new(Features, width: 16, layers: 2);
        EntityEmbedding own = encoder.Embed(sets.Own.Tensor(), sets.Own.PresentTensor());
        (Tensor others, Tensor present) = (sets.Others.Tensor(), sets.Others.PresentTensor());
        EntityEmbedding first = encoder.Embed(others, present);
        EntityEmbedding second = encoder.Embed(others.neg(), present.logical_not());
        EntityEmbedding both = encoder.Embed(cat([others, others.neg()], 1), cat([present, present.logical_not()], 1));

        EntityEncoding separate = encoder.Attend(own, null, first, second);
        TensorAssert.Close(encoder.Attend(own, null, both).Entities, separate.Entities, floor: 2e-6);
        Assert.All(
            encoder.AttentionMaps(own, null, first, second).Zip(encoder.AttentionMaps(own, null, both)),
            maps => TensorAssert.Close(maps.Second, maps.First, floor: 2e-6));
    }, iter: 60);

    [Fact]
    public void AttentionMaps_CoverBothSets()
    {
        using DisposeScope scope = NewDisposeScope();
        using AttentionEncoder encoder = new(4, width: 8, heads: 2, layers: 3);
        EntityEmbedding own = encoder.Embed(randn(1, 3, 4), tensor(new[] { true, true, false }).reshape(1, 3));
        EntityEmbedding other = encoder.Embed(randn(1, 2, 4), tensor(new[] { true, false }).reshape(1, 2));
        IReadOnlyList<Tensor> maps = encoder.AttentionMaps(own, null, other);

        Assert.Equal(3, maps.Count);
        Assert.All(maps, map =>
        {
            Assert.Equal([1, 2, 3, 5], map.shape);
            TensorAssert.Close([1, 1, 0, 1, 1, 0], map.sum(-1), "sum of weights");
            TensorAssert.Zero(map.index_select(3, tensor(new[] { 2L, 4L })), "weight of the absent");
            Assert.All(Read.Numbers(map.narrow(2, 0, 2).select(3, 3)), weight => Assert.NotEqual(0, weight));
        });
    }

    [Fact]
    public void OtherSetsOfAnotherWidthOrBatch_AreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedAttention attention = new(4, 2, 3);
        using AttentionEncoder encoder = new(4, width: 8);
        using AttentionEncoder wide = new(4, width: 16);
        (Tensor entities, Tensor present) = (randn(2, 3, 4), ones(2, 3, ScalarType.Bool));
        (Tensor more, Tensor twice, Tensor few) = (randn(2, 3, 5), entities.to(ScalarType.Float64), ones(2, 2, ScalarType.Bool));
        (Tensor short1, Tensor presentOf1) = (randn(1, 3, 4), ones(1, 3, ScalarType.Bool));
        EntityEmbedding own = encoder.Embed(entities, present);
        (EntityEmbedding wider, EntityEmbedding shorter) = (wide.Embed(entities, present), encoder.Embed(short1, presentOf1));

        Refused.ByShape(
            nameof(MaskedAttention),
            "others",
            "(2, 3, 4)",
            "(2, 3, 5) float32",
            () => attention.forward(entities, present, null, more, present)
        );
        Refused.ByShape(
            nameof(MaskedAttention),
            "others",
            "(2, 3, 4)",
            "(1, 3, 4) float32",
            () => attention.Map(entities, present, null, short1, presentOf1)
        );
        Refused.ByShape(
            nameof(MaskedAttention),
            "others",
            "float32 on cpu",
            "(2, 3, 4) float64",
            () => attention.forward(entities, present, null, twice, present)
        );
        Refused.ByShape(
            nameof(MaskedAttention),
            "others",
            "(batch, others, dim) of floating point",
            "(2, 3) bool",
            () => attention.forward(entities, present, null, present, present)
        );
        Refused.ByShape(
            nameof(MaskedAttention),
            "othersPresent",
            "(2, 3) bool",
            "(2, 2) bool",
            () => attention.forward(entities, present, null, entities, few)
        );
        Refused.ByShape(nameof(MaskedAttention), "sight", "(2, 3, 3) bool", "(2, 3) bool", () => encoder.Attend(own, present, own));
        Refused.ByShape(nameof(AttentionEncoder), "own", "(2, 3, 8)", "(2, 3, 16) float32", () => encoder.Attend(wider, null));
        Refused.ByShape(nameof(AttentionEncoder), "others", "(2, 3, 8)", "(2, 3, 16) float32", () => encoder.Attend(own, null, own, wider));
        Refused.ByShape(
            nameof(AttentionEncoder),
            "others",
            "(2, 3, 8)",
            "(1, 3, 8) float32",
            () => encoder.AttentionMaps(own, null, shorter)
        );
        Refused.ByShape(nameof(AttentionEncoder), "present", "(2, 3) bool", "(2, 2) bool", () => encoder.Embed(entities, few));
        Assert.Throws<ArgumentNullException>("othersPresent", () => attention.forward(entities, present, null, entities, null!));
        Assert.Throws<ArgumentException>("own", () => encoder.Attend(default, null));
        Assert.Throws<ArgumentException>("others", () => encoder.Attend(own, null, default(EntityEmbedding)));
    }
}
