using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

/// <summary>Absent entities have no effect on any result.</summary>
public sealed class EntitySetTests
{
    [Theory]
    [MemberData(nameof(SetParts.All), MemberType = typeof(SetParts))]
    public void AbsentEntities_HaveNoEffect(SetPart part) =>
        Property.Holds(
            Entities.Of(SetParts.Features),
            entities =>
            {
                Tensor[][] outcomes =
                [
                    .. new[] { entities.Tensor(), entities.Spoiled() }.Select(numbers => ResultsAndGradients(part, numbers, entities)),
                ];
                foreach ((Tensor clean, Tensor spoiled) in outcomes[0].Zip(outcomes[1]))
                {
                    TensorAssert.SameBits(clean, spoiled, part.ToString());
                }
            },
            iter: 60
        );

    [Theory]
    [MemberData(nameof(SetParts.All), MemberType = typeof(SetParts))]
    public void AbsentEntities_HaveGradientExactlyZero_AndNothingIsNaN(SetPart part) =>
        Property.Holds(
            Entities.Of(SetParts.Features),
            entities =>
            {
                Tensor leaf = Gradient.Leaf(entities.Spoiled());
                Tensor everything = SideBySide(part.Results(leaf, entities.PresentTensor(), entities.SightTensor()));
                Tensor gradient = Gradient.OfWeighted(everything, leaf);
                TensorAssert.Finite(everything, "result");
                TensorAssert.Finite(gradient, "gradient");
                TensorAssert.ZeroWhere(entities.AbsentNumbers(), gradient, "gradient");
            },
            iter: 60
        );

    [Theory]
    [MemberData(nameof(SetParts.PerEntity), MemberType = typeof(SetParts))]
    public void OutputsOfAbsentEntities_AreExactlyZero(SetPart part) => Property.Holds(Entities.Of(SetParts.Features), entities =>
    {
        Tensor output = part.Apply(entities.Spoiled(), entities.PresentTensor(), entities.SightTensor()).PerEntity!;
        TensorAssert.ZeroWhere(entities.PresentTensor().logical_not().unsqueeze(-1).expand(output.shape), output);
    }, iter: 60);

    [Theory]
    [MemberData(nameof(SetParts.Pooling), MemberType = typeof(SetParts))]
    public void EmptySet_IsEncodedAsZeros(SetPart part) => Property.Holds(Entities.Of(SetParts.Features), entities =>
    {
        Tensor nobody = zeros_like(entities.PresentTensor());
        TensorAssert.Zero(part.Apply(entities.Spoiled(), nobody, entities.SightTensor()).Pooled!);
    }, iter: 30);

    [Theory]
    [MemberData(nameof(SetParts.All), MemberType = typeof(SetParts))]
    public void Padding_HasNoEffect(SetPart part) => Property.Holds(Entities.Of(SetParts.Features), entities =>
    {
        long batch = entities.Batch;
        long count = entities.Count;
        Tensor padded = cat([entities.Tensor(), full([batch, 2, SetParts.Features], Constant.Of(float.NaN))], 1);
        Tensor present = cat([entities.PresentTensor(), zeros(batch, 2, ScalarType.Bool)], 1);
        Tensor sight = ones(batch, count + 2, count + 2, ScalarType.Bool);
        sight.narrow(1, 0, count).narrow(2, 0, count).copy_(entities.SightTensor());

        (Tensor? perEntity, Tensor? pooled) = part.Apply(entities.Tensor(), entities.PresentTensor(), entities.SightTensor());
        (Tensor? morePerEntity, Tensor? morePooled) = part.Apply(padded, present, sight);
        Same(perEntity, morePerEntity?.narrow(1, 0, count));
        Same(pooled, morePooled);
    }, iter: 60);

    [Theory]
    [MemberData(nameof(SetParts.All), MemberType = typeof(SetParts))]
    public void Permutation_PermutesEntities_AndKeepsThePooled(SetPart part) => Property.Holds(Entities.Of(SetParts.Features), entities =>
    {
        Tensor order = entities.Order();
        Tensor sight = entities.SightTensor().index_select(1, order).index_select(2, order);

                (Tensor? perEntity, Tensor? pooled) = part.Apply(entities.Tensor(), entities.PresentTensor(), entities.SightTensor());
                (Tensor? permuted, Tensor? permutedPooled) = part.Apply(
                    entities.Tensor().index_select(1, order),
                    entities.PresentTensor().index_select(1, order),
                    sight
                );
                Same(perEntity?.index_select(1, order), permuted);
                Same(pooled, permutedPooled);
            },
            iter: 60
        );

    [Theory]
    [MemberData(nameof(SetParts.All), MemberType = typeof(SetParts))]
    public void Inputs_AreNeverChanged(SetPart part) => Property.Holds(Entities.Of(SetParts.Features), entities =>
    {
        Tensor[] inputs = [entities.Spoiled(), entities.PresentTensor(), entities.SightTensor()];
        byte[][] before = [.. inputs.Select(Read.Bits)];
        Assert.NotEmpty(part.Results(inputs[0], inputs[1], inputs[2]));
        Assert.Equal(before, inputs.Select(Read.Bits));
    }, iter: 20);

    [Theory]
    [MemberData(nameof(SetParts.All), MemberType = typeof(SetParts))]
    public void MaskOfAnotherSize_IsRefused(SetPart part)
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor entities = randn(2, 3, SetParts.Features);
        Tensor sight = ones(2, 3, 3, ScalarType.Bool);
        foreach (
            Tensor present in new[]
            {
                ones(3, 2, ScalarType.Bool),
                ones(1, 3, ScalarType.Bool),
                ones(2, 3),
                ones(2, 3, 1, ScalarType.Bool),
                ones(6, ScalarType.Bool),
            }
        )
        {
            MaskShapeException refused = Assert.Throws<MaskShapeException>(() => part.Apply(entities, present, sight));
            Assert.Equal("present", refused.Member);
            Assert.Equal("(2, 3) bool", refused.Expected);
        }

        // A set of one environment is not broadcast to a mask of two.
        Assert.Throws<MaskShapeException>(() => part.Apply(entities.narrow(0, 0, 1), ones(2, 3, ScalarType.Bool), sight));
    }

    private static Tensor[] ResultsAndGradients(SetPart part, Tensor numbers, Entities entities)
    {
        Tensor leaf = Gradient.Leaf(numbers);
        Tensor[] results = part.Results(leaf, entities.PresentTensor(), entities.SightTensor());
        foreach (Tensor parameter in part.Parameters())
        {
            parameter.grad = null;
        }

        Tensor gradient = Gradient.OfWeighted(SideBySide(results), leaf);
        return [.. results, gradient, .. part.Parameters().Select(parameter => parameter.grad?.clone() ?? zeros(0))];
    }

    private static Tensor SideBySide(Tensor[] results) => cat([.. results.Select(result => result.reshape(-1))], 0);

    private static void Same(Tensor? expected, Tensor? actual)
    {
        if (expected is not null)
        {
            TensorAssert.Close(expected, actual!, floor: 2e-6);
        }
    }
}
