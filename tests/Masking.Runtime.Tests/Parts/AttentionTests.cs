using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

public sealed class AttentionTests
{
    [Fact]
    public void AttentionWeights_SumToOneOverSeenEntities() => Property.Holds(Entities.Of(SetParts.Features), entities =>
    {
        using MaskedAttention attention = new(SetParts.Features, 2, 4);
        Tensor present = entities.PresentTensor();
        Tensor map = attention.Map(entities.Spoiled(), present, entities.SightTensor());
        Tensor visible = entities.SightTensor().logical_and(present.unsqueeze(1)).logical_and(present.unsqueeze(-1));

                Assert.Equal([entities.Batch, 2, entities.Count, entities.Count], map.shape);
                TensorAssert.ZeroWhere(visible.logical_not().unsqueeze(1).expand(map.shape), map, "weight of the unseen");
                TensorAssert.Close(
                    visible.any(-1).unsqueeze(1).expand(entities.Batch, 2, entities.Count).to(ScalarType.Float32),
                    map.sum(-1),
                    "sum of weights"
                );
            },
            iter: 60
        );

    [Fact]
    public void UnseenEntities_HaveNoEffect()
    {
        using DisposeScope scope = NewDisposeScope();
        using AttentionEncoder encoder = new(4, width: 8, heads: 2, layers: 1);
        Tensor entities = randn(1, 3, 4);
        Tensor moved = entities.clone();
        moved[0, 1] = randn(4);
        Tensor present = ones(1, 3, ScalarType.Bool);

        // Entity 1 sees entity 0, but entity 0 does not see entity 1.
        Tensor sight = tensor(new[] { true, false, true, true, true, true, true, true, true }).reshape(1, 3, 3);
        Tensor before = encoder.forward(entities, present, sight).Entities;
        Tensor after = encoder.forward(moved, present, sight).Entities;
        TensorAssert.SameBits(before[0, 0], after[0, 0], "the panda");
        Assert.NotEqual(Read.Numbers(before[0, 2]), Read.Numbers(after[0, 2]));
    }

    [Fact]
    public void FullSight_EqualsNoSightMask()
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedAttention attention = new(4, 2, 3);
        Tensor entities = randn(2, 5, 4);
        Tensor present = rand(2, 5).gt(Constant.Of(0.3));
        TensorAssert.Close(attention.forward(entities, present), attention.forward(entities, present, ones(2, 5, 5, ScalarType.Bool)));
    }

    [Fact]
    public void AttentionMaps_AreOnePerBlock()
    {
        using DisposeScope scope = NewDisposeScope();
        using AttentionEncoder encoder = new(4, width: 8, heads: 2, layers: 3);
        Tensor present = tensor(new[] { true, true, false, false, false, false }).reshape(2, 3);
        IReadOnlyList<Tensor> maps = encoder.AttentionMaps(randn(2, 3, 4), present);
        Assert.Equal(3, maps.Count);
        Assert.All(maps, map =>
        {
            Assert.Equal([2, 2, 3, 3], map.shape);
            TensorAssert.Close([1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0], map.sum(-1), "sum of weights");
        });
    }

    [Fact]
    public void DeepSetEncoder_RefusesSight()
    {
        using DisposeScope scope = NewDisposeScope();
        using DeepSetEncoder encoder = new(4);
        Assert.Throws<ArgumentException>(
            "sight",
            () => encoder.forward(randn(1, 2, 4), ones(1, 2, ScalarType.Bool), ones(1, 2, 2, ScalarType.Bool))
        );
    }

    [Fact]
    public void WrongSightOrFeatures_AreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedAttention attention = new(4, 2, 3);
        Tensor present = ones(2, 3, ScalarType.Bool);
        Assert.Equal(
            "sight",
            Assert.Throws<MaskShapeException>(() => attention.forward(randn(2, 3, 4), present, ones(2, 9, ScalarType.Bool))).Member
        );
        Assert.Equal("entities", Assert.Throws<MaskShapeException>(() => attention.forward(randn(2, 3, 5), present)).Member);
        Assert.Equal("entities", Assert.Throws<MaskShapeException>(() => attention.Map(randn(6, 4), present)).Member);
        Assert.Equal(
            "entities",
            Assert.Throws<MaskShapeException>(() => attention.forward(ones(2, 3, 4, ScalarType.Int64), present)).Member
        );
        Assert.Throws<ArgumentNullException>("present", () => attention.forward(randn(2, 3, 4), null!));
    }

    [Fact]
    public void SizesThatAreNotPositive_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaskedAttention(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaskedAttention(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaskedAttention(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionEncoder(4, heads: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionEncoder(4, layers: -1));
        Assert.Throws<ArgumentException>("width", () => new AttentionEncoder(4, width: 10, heads: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PointerHead(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PointerHead(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PointerHead(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Head<int>(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Head<int>(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvEncoder(1, 2, 2, layers: 0));
    }
}
