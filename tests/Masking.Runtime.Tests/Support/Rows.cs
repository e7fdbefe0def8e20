using CsCheck;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>Random rows of logits with their mask, and other values for masked logits.</summary>
public sealed record Rows(int Count, int Choices, float[] Logits, bool[] Mask, float[] Junk, int Seed)
{
    private const float LargestHalf = 6e4f;

    private static readonly Gen<float> Moderate = Gen.Frequency(
        (4, Gen.Float[-10f, 10f]),
        (2, Gen.Int[-2, 2].Select(tie => (float)tie)),
        (1, Gen.OneOf(0f, -0f, 1e-30f, -80f, 80f)));

    private static readonly Gen<float> Extreme = Gen.Frequency(
        (2, Moderate),
        (2, Gen.OneOf(3e38f, -3e38f, -1e8f, -2e8f, 1e9f, -1e9f, -1e30f)),
        (1, Gen.Float[-1e5f, 1e5f]));

    private static readonly Gen<float> Arbitrary = Gen.OneOf(
        Gen.OneOf(float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 0f, 1e9f),
        Moderate);

    /// <summary>Logits of typical magnitude.</summary>
    public static readonly Gen<Rows> Usual = With(Moderate);

    /// <summary>Logits over the whole range of float32.</summary>
    public static readonly Gen<Rows> Spread = With(Extreme);

    /// <summary>Generates other rows of the same shape.</summary>
    public static Gen<Rows> Like(Rows rows) => With(Moderate, rows.Count, rows.Choices);

    public Tensor LogitsTensor(ScalarType type = ScalarType.Float32) => Numbers(Logits, type);

    public Tensor MaskTensor() => tensor(Mask, [Count, Choices]);

    /// <summary>The same logits, with other values where they are masked.</summary>
    public Tensor SpoiledLogits(Tensor legal, ScalarType type = ScalarType.Float32) =>
        where(legal, LogitsTensor(type), Numbers(Junk, type, clip: false));

    public float[] LogitsOf(int row) => Logits[(row * Choices)..((row + 1) * Choices)];

    public bool[] MaskOf(int row) => Mask[(row * Choices)..((row + 1) * Choices)];

    /// <summary>Returns one number per row.</summary>
    public double[] PerRow(Func<float[], bool[], double> of) =>
        [.. Enumerable.Range(0, Count).Select(row => of(LogitsOf(row), MaskOf(row)))];

    public override string ToString() =>
        $"{Count}x{Choices} seed {Seed} logits [{string.Join(", ", Logits)}] "
            + $"mask [{string.Join("", Mask.Select(legal => legal ? 1 : 0))}] junk [{string.Join(", ", Junk)}]";

    private static Gen<Rows> With(Gen<float> logit) =>
        from count in Gen.Int[0, 5]
        from choices in Gen.Frequency((1, Gen.Int[0, 1]), (5, Gen.Int[2, 20]))
        from rows in With(logit, count, choices)
        select rows;

    private static Gen<Rows> With(Gen<float> logit, int count, int choices) =>
        from logits in logit.Array[count * choices]
        from mask in Legal(choices).Array[count]
        from junk in Arbitrary.Array[count * choices]
        from seed in Gen.Int[0, 1_000_000]
        select new Rows(count, choices, logits, [.. mask.SelectMany(row => row)], junk, seed);

    private static Gen<bool[]> Legal(int choices) => Gen.Frequency(
        (1, Gen.Const(new bool[choices])),
        (1, Gen.Const(Enumerable.Repeat(true, choices).ToArray())),
        (4, Gen.Bool.Array[choices]));

    private Tensor Numbers(float[] numbers, ScalarType type, bool clip = true)
    {
        // Values are also finite in float16.
        bool clips = clip && type == ScalarType.Float16;
        return tensor(clips ? [.. numbers.Select(number => Math.Clamp(number, -LargestHalf, LargestHalf))] : numbers, [Count, Choices])
            .to(type);
    }
}
