
namespace Masking.Runtime.Tests.Kernels;

public sealed class VectorLogTests
{
    [Fact]
    public void Logarithms_AreWithinTwoUnitsOfTheLastPlace()
    {
        float[] numbers = [.. Enumerable.Range(0, 200_000).Select(i => MathF.Pow(2, 20f * i / 200_000))];
        float[] logarithms = Log(numbers);
        for (int i = 0; i < numbers.Length; i++)
        {
            double expected = Math.Log(numbers[i]);
            Assert.True(
                Math.Abs(logarithms[i] - expected) <= 2e-7 * expected,
                $"log({numbers[i]}): expected {expected}, got {logarithms[i]}"
            );
        }
    }

    [Fact]
    public void TheLogarithmOfOne_IsZero_OfZeroInfinite_AndOfNaNNaN() =>
        Assert.Equal([0f, float.NegativeInfinity, float.NaN], Log([1f, 0f, float.NaN]));

    [Fact]
    public void EveryNaN_StaysNaN_InEveryLane()
    {
        // Every 97th NaN. 97 is prime, so that each lane sees all low bits.
        float[] numbers =
        [
            .. Enumerable
                .Range(0, (1 << 23) / 97)
                .SelectMany(i => new[] { 0x7F800001 + (i * 97), unchecked((int)0xFF800001) + (i * 97) })
                .Select(BitConverter.Int32BitsToSingle),
        ];
        Assert.True(Array.TrueForAll(Log(numbers), float.IsNaN));
    }

    [Fact]
    public void Results_HaveTheSameBits_AtEveryPosition()
    {
        float[] numbers = [.. Enumerable.Range(0, 1001).Select(i => 1 + (0.37f * i))];
        float[] together = Log(numbers);
        for (int i = 0; i < numbers.Length; i++)
        {
            Assert.Equal(BitConverter.SingleToInt32Bits(together[i]), BitConverter.SingleToInt32Bits(Log([numbers[i]])[0]));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    public void ElementsBehindTheEnd_AreNotWritten(int count)
    {
        float[] result = [.. Enumerable.Repeat(7f, count + 20)];
        VectorLog.Log(Enumerable.Repeat(1f, count).ToArray(), result);
        Assert.All(result[..count], logarithm => Assert.Equal(0, logarithm));
        Assert.All(result[count..], untouched => Assert.Equal(7, untouched));
    }

    private static float[] Log(float[] numbers)
    {
        float[] logarithms = new float[numbers.Length];
        VectorLog.Log(numbers, logarithms);
        return logarithms;
    }
}
