using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>Masking precedes normalization: a masked logit affects no result.</summary>
public sealed class MaskedLogitTests
{
    public static TheoryData<Kind, ScalarType> KindsAndTypes =>
        new MatrixTheoryData<Kind, ScalarType>(
            Enum.GetValues<Kind>(),
            [ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16]
        );

    [Theory]
    [MemberData(nameof(KindsAndTypes))]
    public void MaskedLogit_HasNoEffect(Kind kind, ScalarType type) =>
        Property.Holds(
            Rows.Usual,
            rows =>
            {
                Tensor mask = rows.MaskTensor();
                Tensor spoiled = rows.SpoiledLogits(Subject.Legal(kind, mask), type);
                foreach (
                    ((string name, Tensor value), (_, Tensor other)) in Results
                        .ValuesAndGradients(kind, rows.LogitsTensor(type), mask, rows)
                        .Zip(Results.ValuesAndGradients(kind, spoiled, mask, rows))
                )
                {
                    TensorAssert.SameBits(value, other, name);
                }
            },
            iter: 60
        );

    [Theory]
    [MemberData(nameof(KindsAndTypes))]
    public void MaskedLogit_HasGradientExactlyZero(Kind kind, ScalarType type) => Property.Holds(Rows.Usual, rows =>
    {
        Tensor mask = rows.MaskTensor();
        Tensor masked = Subject.Legal(kind, mask).logical_not();
        foreach ((string name, Tensor gradient) in Results.Gradients(kind, rows.SpoiledLogits(Subject.Legal(kind, mask), type), mask, rows))
        {
            TensorAssert.ZeroWhere(masked, gradient, name);
        }
    }, iter: 60);

    [Theory]
    [MemberData(nameof(KindsAndTypes))]
    public void LegalLogitOfAnySize_GivesNoNaN(Kind kind, ScalarType type) => Property.Holds(Rows.Spread, rows =>
    {
        foreach ((string name, Tensor value) in Results.ValuesAndGradients(kind, rows.LogitsTensor(type), rows.MaskTensor(), rows))
        {
            TensorAssert.NoNaN(value, name);
        }
    }, iter: 300);

    [Theory]
    [MemberData(nameof(KindsAndTypes))]
    public void Inputs_AreNeverChanged(Kind kind, ScalarType type) => Property.Holds(Rows.Spread, rows =>
    {
        Tensor logits = rows.SpoiledLogits(rows.MaskTensor(), type);
        Tensor mask = rows.MaskTensor();
        byte[] logitsBefore = Read.Bits(logits);
        byte[] maskBefore = Read.Bits(mask);
        Assert.NotEmpty(Results.ValuesAndGradients(kind, logits, mask, rows).ToArray());
        Assert.Equal(logitsBefore, Read.Bits(logits));
        Assert.Equal(maskBefore, Read.Bits(mask));
    }, iter: 30);

    [Theory]
    [MemberData(nameof(KindsAndTypes))]
    public void NonContiguousLogitsAndMask_GiveTheSame(Kind kind, ScalarType type) =>
        Property.Holds(
            Rows.Usual,
            rows =>
            {
                Tensor logits = rows.LogitsTensor(type);
                Tensor mask = rows.MaskTensor();
                foreach (
                    ((string name, Tensor value), (_, Tensor other)) in Results
                        .Values(kind, logits, mask, rows)
                        .Zip(Results.Values(kind, logits.t().contiguous().t(), mask.t().contiguous().t(), rows))
                )
                {
                    TensorAssert.Close(value, other, name);
                }
            },
            iter: 60
        );

    [Theory]
    [MemberData(nameof(Subject.Kinds), MemberType = typeof(Subject))]
    public void ExpandedLogitsAndMask_GiveTheSame(Kind kind) => Property.Holds(Rows.Usual, rows =>
    {
        int count = rows.Count + 3;
        Tensor logits = full([1, rows.Choices], Constant.Of(0.25f)).expand(count, rows.Choices);
        Tensor mask = Constant.Range(rows.Choices).remainder(Constant.Of(2)).eq(Constant.Of(0)).expand(count, rows.Choices);
        Rows shape = rows with { Count = count, Logits = new float[count * rows.Choices], Mask = new bool[count * rows.Choices] };
        foreach (((string name, Tensor value), (_, Tensor other)) in
            Results.Values(kind, logits, mask, shape).Zip(Results.Values(kind, logits.contiguous(), mask.contiguous(), shape)))
        {
            TensorAssert.SameBits(value, other, name);
        }
    }, iter: 30);
}
