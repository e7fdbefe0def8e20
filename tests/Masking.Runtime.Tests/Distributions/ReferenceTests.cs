using CsCheck;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>Random rows compared with the same formulas in C#.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Categorical_EqualsTheReference() =>
        Property.Holds(
            Rows.Usual,
            rows =>
            {
                using MaskedCategorical categorical = new(rows.LogitsTensor(), rows.MaskTensor());
                TensorAssert.Close(
                    [.. Enumerable.Range(0, rows.Count).SelectMany(row => Reference.Probs(rows.LogitsOf(row), rows.MaskOf(row)))],
                    categorical.Probs,
                    "probs"
                );
                TensorAssert.Close(rows.PerRow(Reference.Entropy), categorical.Entropy(), "entropy");
                Assert.Equal(rows.PerRow((logits, mask) => Reference.Mode(logits, mask)), Read.Numbers(categorical.Mode()));
                for (int action = 0; action < rows.Choices; action++)
                {
                    TensorAssert.Close(
                        rows.PerRow((logits, mask) => Reference.LogProbs(logits, mask)[action]),
                        categorical.LogProb(full(rows.Count, Constant.Of((long)action), ScalarType.Int64)),
                        "log-probability"
                    );
                }
            }
        );

    [Fact]
    public void Divergence_EqualsTheReference() =>
        Property.Holds(
            Pairs,
            pair =>
            {
                (Rows p, Rows q) = pair;
                using MaskedCategorical mine = new(p.LogitsTensor(), p.MaskTensor());
                using MaskedCategorical others = new(q.LogitsTensor(), q.MaskTensor());
                double[] expected =
                [
                    .. Enumerable
                        .Range(0, p.Count)
                        .Select(row => Reference.Divergence(p.LogitsOf(row), p.MaskOf(row), q.LogitsOf(row), q.MaskOf(row))),
                ];
                TensorAssert.Close(expected, mine.KlDivergence(others), "divergence", floor: 2e-6);
            }
        );

    [Theory]
    [MemberData(nameof(Subject.Kinds), MemberType = typeof(Subject))]
    public void DivergenceFromItself_IsExactlyZero(Kind kind) => Property.Holds(Rows.Spread, rows =>
    {
        using Subject subject = Subject.Of(kind, rows.LogitsTensor(), rows.MaskTensor());
        using Subject twin = Subject.Of(kind, rows.LogitsTensor(), rows.MaskTensor());
        TensorAssert.Zero(subject.KlDivergence(twin));
    }, iter: 100);

    [Fact]
    public void Divergence_IsInfiniteExactlyWhereTheOtherForbidsWhatIsLegal() => Property.Holds(Pairs, pair =>
    {
        (Rows p, Rows q) = pair;
        using MaskedCategorical mine = new(p.LogitsTensor(), p.MaskTensor());
        using MaskedCategorical others = new(q.LogitsTensor(), q.MaskTensor());
        Tensor escapes = p.MaskTensor().logical_and(q.MaskTensor().logical_not()).any(-1);
        Assert.Equal(Read.Numbers(escapes), Read.Numbers(mine.KlDivergence(others).isinf()));
    });

    [Fact]
    public void Components_EqualTheSumOfCategoricals() => Property.Holds(Rows.Usual, rows =>
    {
        long[] sizes = [rows.Choices / 2, rows.Choices - (rows.Choices / 2)];
        Tensor[] logits = rows.LogitsTensor().split(sizes, -1);
        Tensor[] masks = rows.MaskTensor().split(sizes, -1);
        using MaskedComponents components = new(rows.LogitsTensor(), rows.MaskTensor(), sizes);
        MaskedCategorical[] parts = [.. logits.Zip(masks, (logit, mask) => new MaskedCategorical(logit, mask))];

                TensorAssert.SameBits(parts[0].Entropy().Plus(parts[1].Entropy()), components.Entropy(), "entropy");
                TensorAssert.SameBits(cat([parts[0].Probs, parts[1].Probs], -1), components.Probs, "probs");
                TensorAssert.SameBits(stack([parts[0].Mode(), parts[1].Mode()], -1), components.Mode(), "mode");
                TensorAssert.SameBits(
                    parts[0].LogProb(parts[0].Mode()).Plus(parts[1].LogProb(parts[1].Mode())),
                    components.LogProb(components.Mode()),
                    "log-probability"
                );
            },
            iter: 50
        );

    [Fact]
    public void Probabilities_SumToOneWhereThereIsAChoice() => Property.Holds(Rows.Spread, rows =>
    {
        using MaskedCategorical categorical = new(rows.LogitsTensor(), rows.MaskTensor());
        TensorAssert.Close(Read.Numbers(rows.MaskTensor().any(-1)), categorical.Probs.sum(-1), "sum");
        TensorAssert.ZeroWhere(rows.MaskTensor().logical_not(), categorical.Probs, "masked");
    });

    [Fact]
    public void WithoutMask_EveryChoiceIsAllowed() =>
        Property.Holds(
            Rows.Usual,
            rows =>
            {
                foreach (
                    ((string name, Tensor value), (_, Tensor other)) in Enum.GetValues<Kind>()
                        .SelectMany(kind => Outcomes(Subject.Of(kind, rows.LogitsTensor(), null), rows))
                        .Zip(
                            Enum.GetValues<Kind>()
                                .SelectMany(kind =>
                                    Outcomes(Subject.Of(kind, rows.LogitsTensor(), ones(rows.Count, rows.Choices, ScalarType.Bool)), rows)
                                )
                        )
                )
                {
                    TensorAssert.SameBits(value, other, name);
                }
            },
            iter: 50
        );

    private static IEnumerable<(string Name, Tensor Value)> Outcomes(Subject subject, Rows rows)
    {
        Tensor mode = subject.Mode();
        return
        [
            ("probs", subject.Probs),
            ("mode", mode),
            ("sample", subject.Sample(new RandomStream(rows.Seed))),
            ("log-probability", subject.LogProb(mode)),
            ("entropy", subject.Entropy()),
        ];
    }

    /// <summary>Generates two distributions of the same shape.</summary>
    private static Gen<(Rows P, Rows Q)> Pairs => Rows.Usual.SelectMany(p => Rows.Like(p).Select(q => (p, q)));
}
