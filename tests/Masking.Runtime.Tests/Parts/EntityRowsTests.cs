using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

/// <summary>
/// Rows of the present entities only, padded to the largest set, compared with rows of all slots under a mask. In float64, because the
/// order of summation differs.
/// </summary>
public sealed class EntityRowsTests
{
    private const int Features = 8;
    private const int Heads = 2;

    private const double Floor = 1e-9;

    private static readonly MaskedAttention Attention = InDouble(new MaskedAttention(Features, Heads, 3));
    private static readonly AttentionBlock Block = InDouble(new AttentionBlock(Features, Heads));
    private static readonly AttentionEncoder Encoder = InDouble(new AttentionEncoder(Features, width: 16, heads: Heads, layers: 2));
    private static readonly DeepSetEncoder DeepSet = InDouble(new DeepSetEncoder(Features, width: 16));

    [Fact]
    public void Attention_EqualsThatOfAllSlotsUnderAMask() =>
        Property.Holds(Crowds, sets => Agree(sets, Attention, Attention.Attend), iter: 60);

    [Fact]
    public void Block_EqualsThatOfAllSlotsUnderAMask() =>
        Property.Holds(Crowds, sets => Agree(sets, Block, (rows, others, attending) => Block.forward(rows, others, attending)), iter: 60);

    [Fact]
    public void PooledEncoding_EqualsThatOfAllSlotsUnderAMask() =>
        Property.Holds(
            Entities.Of(Features, most: 20),
            entities =>
            {
                Tensor present = entities.PresentTensor();
                (Tensor Mean, Tensor Gradient)[] all =
                [
                    .. Kinds(present)
                        .Select(set =>
                        {
                            Tensor leaf = Leaf(entities);
                            Tensor rows = set.Pack(leaf);
                            Tensor mean = set.Mean(set.PoolingInput(rows, set.Unpack(rows)));
                            return (mean, Gradient.OfWeighted(mean, leaf));
                        }),
                ];
                foreach ((Tensor mean, Tensor gradient) in all[1..])
                {
                    TensorAssert.Close(all[0].Mean, mean, "mean", floor: Floor);
                    TensorAssert.Close(all[0].Gradient, gradient, "gradient", floor: Floor);
                }
            }
        );

    [Fact]
    public void EveryPresentEntity_HasItsOwnRowAndSlot() =>
        Property.Holds(
            Entities.Of(Features, most: 20),
            entities =>
            {
                bool[][] flags = [.. entities.Present.Chunk(Math.Max(1, entities.Count))];
                EntityRows set = EntityRows.OfPresent(entities.PresentTensor());
                Tensor rows = set.Pack(entities.Spoiled());
                Tensor padded = set.Pad(rows);

                Assert.Equal([entities.Present.Count(present => present), Features], rows.shape);
                Assert.Equal(
                    entities.Batch * entities.Count == 0 ? entities.Count : flags.Max(ofSet => ofSet.Count(present => present)),
                    set.Width
                );
                TensorAssert.Finite(padded, "places");
                TensorAssert.SameBits(rows, set.Unpad(padded, Features), "there and back");
                TensorAssert.SameBits(entities.Tensor().masked_fill(entities.AbsentNumbers(), Constant.Of(0f)), set.Unpack(rows), "slots");
                Assert.Equal(entities.Present.Count(present => present), Read.Numbers(set.FilledOrOnes).Sum());
                Assert.Equal(set.Filled is null, rows.size(0) == entities.Batch * set.Width);
            }
        );

    [Theory]
    [InlineData(8, 1, 8)]       // a set of 8 entities beside a smaller one
    [InlineData(9, 1, 16)]
    [InlineData(16, 3, 16)]
    [InlineData(24, 3, 24)]
    [InlineData(25, 3, 32)]
    [InlineData(0, 0, 0)]
    [InlineData(13, 13, 13)]    // two equally large sets
    public void Attention_HasWholeVectorsOfPositions_IfMoreThanHalfAVectorRemains(int first, int second, int width)
    {
        Tensor present = zeros(2, 40, ScalarType.Bool);
        present[0].narrow(0, 0, first).fill_(Constant.Of(true));
        present[1].narrow(0, 40 - second, second).fill_(Constant.Of(true));
        Assert.Equal(width, EntityRows.ForAttention(present).Width);
        Assert.Equal(first, EntityRows.OfPresent(present).Width);
    }

    [Theory]
    [InlineData(7, 13)]
    [InlineData(8, 16)]
    public void EquallyLargeSets_ArePaddedInLargeBatches(int batch, int width) =>
        Assert.Equal(width, EntityRows.ForAttention(ones(batch, 13, ScalarType.Bool)).Width);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EquallyLargeSetsOfALargeBatch_AttendAsWithoutPadding(bool hasSight)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(13);
        Tensor entities = randn(9, 13, Features, ScalarType.Float64);
        Tensor present = ones(9, 13, ScalarType.Bool);
        Tensor? sight = hasSight ? rand(9, 13, 13).gt(Constant.Of(0.5)) : null;
        (Tensor Attended, Tensor Gradient)[] all =
        [
            .. Kinds(present)
                .Select(set =>
                {
                    Tensor leaf = Gradient.Leaf(entities);
                    Tensor attended = set.Unpack(Attention.Attend(set.Pack(leaf), null, AttentionSets.Of(set, sight, null)));
                    return (attended, Gradient.OfWeighted(attended, leaf));
                }),
        ];
        foreach ((Tensor attended, Tensor gradient) in all[1..])
        {
            TensorAssert.Close(all[0].Attended, attended, "attended", floor: Floor);
            TensorAssert.Close(all[0].Gradient, gradient, "gradient", floor: Floor);
        }
    }

    [Fact]
    public void TwoThreads_ComputeTheSame() =>
        Property.Holds(
            Entities.Of(Features, most: 40),
            entities =>
            {
                Tensor[][] outcomes =
                [
                    .. new[] { 1, 2 }.Select(threads =>
                    {
                        set_num_threads(threads);
                        try
                        {
                            return (Tensor[])
                                [
                                    .. Outcome(entities, Encoder, Encoder.forward),
                                    .. Outcome(entities, DeepSet, (numbers, present, _) => DeepSet.forward(numbers, present, null)),
                                ];
                        }
                        finally
                        {
                            set_num_threads(1);
                        }
                    }),
                ];
                Assert.All(outcomes[0].Zip(outcomes[1]), pair => TensorAssert.Close(pair.First, pair.Second, floor: Floor));
            },
            iter: 60
        );

    [Fact]
    public void NaN_StaysInItsSet()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor entities = randn(3, 4, Features, ScalarType.Float64);
        entities[1] = full([4, Features], Constant.Of(double.NaN), ScalarType.Float64);
        Tensor present = tensor(new[] { true, false, true, false, true, false, false, false, true, true, true, false }).reshape(3, 4);
        EntityEncoding encoding = Encoder.forward(entities, present, null);
        Assert.All(new[] { 0, 2 }, set => TensorAssert.Finite(cat([encoding.Entities[set].flatten(), encoding.Pooled[set]]), $"set {set}"));
        Assert.All(Read.Numbers(encoding.Pooled[1]), number => Assert.True(double.IsNaN(number)));
    }

    private static TModule InDouble<TModule>(TModule module)
        where TModule : nn.Module
    {
        module.to(ScalarType.Float64);
        return module;
    }

    private static Tensor Leaf(Entities entities) => Gradient.Leaf(entities.Spoiled().to(ScalarType.Float64));

    private static Gen<TwoSets> Crowds => TwoSets.Of(Features, most: 20);

    /// <summary>The rows of all slots, followed by those of the present entities without and with additional positions.</summary>
    private static EntityRows[] Kinds(Tensor present) =>
        [EntityRows.OfAllSlots(present), EntityRows.OfPresent(present), EntityRows.ForAttention(present)];

    private static void Agree(TwoSets sets, nn.Module module, Func<Tensor, Tensor?, AttentionSets, Tensor> attend)
    {
        EntityRows[] own = Kinds(sets.Own.PresentTensor());
        EntityRows[] others = Kinds(sets.Others.PresentTensor());
        foreach ((bool seesAll, bool alone) in new[] { (true, true), (false, true), (true, false), (false, false) })
        {
            Tensor[][] outcomes =
            [
                .. own.Zip(
                    others,
                    (ownRows, otherRows) =>
                    {
                        Tensor leaf = Leaf(sets.Own);
                        Tensor leafOfOthers = Leaf(sets.Others);
                        AttentionSets attending = AttentionSets.Of(
                            ownRows,
                            seesAll ? null : sets.Own.SightTensor(),
                            alone ? null : otherRows
                        );
                        Array.ForEach([.. module.parameters()], parameter => parameter.grad = null);
                        Tensor attended = ownRows.Unpack(attend(ownRows.Pack(leaf), attending.Others?.Pack(leafOfOthers), attending));
                        Tensor gradient = Gradient.OfWeighted(attended, leaf);
                        return (Tensor[])
                            [
                                attended,
                                gradient,
                                .. module.parameters().Append(leafOfOthers).Select(each => each.grad?.clone() ?? zeros_like(each).detach()),
                            ];
                    }
                ),
            ];
            Assert.All(
                outcomes.Skip(1).SelectMany(outcome => outcomes[0].Zip(outcome)),
                pair => TensorAssert.Close(pair.First, pair.Second, $"sees all {seesAll}, alone {alone}", floor: Floor)
            );
        }
    }

    private static Tensor[] Outcome(Entities entities, nn.Module module, Func<Tensor, Tensor, Tensor?, EntityEncoding> encode)
    {
        Tensor leaf = Leaf(entities);
        Array.ForEach([.. module.parameters()], parameter => parameter.grad = null);
        EntityEncoding encoding = encode(leaf, entities.PresentTensor(), entities.SightTensor());
        Tensor gradient = Gradient.OfWeighted(cat([encoding.Entities.flatten(), encoding.Pooled.flatten()]), leaf);
        return
        [
            encoding.Entities,
            encoding.Pooled,
            gradient,
            .. module.parameters().Select(parameter => parameter.grad?.clone() ?? zeros_like(parameter).detach()),
        ];
    }
}
