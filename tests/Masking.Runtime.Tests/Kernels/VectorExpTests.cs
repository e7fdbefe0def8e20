using System.Runtime.Intrinsics;

namespace Masking.Runtime.Tests.Kernels;

public sealed class VectorExpTests
{
    [Fact]
    public void Exponentials_AreWithinTwoUnitsOfTheLastPlace()
    {
        float[] numbers = [.. Enumerable.Range(0, 200_000).Select(i => -87f * i / 200_000)];
        float[] exponentials = new float[numbers.Length];
        Exp(numbers, exponentials);
        for (int i = 0; i < numbers.Length; i++)
        {
            double expected = Math.Exp(numbers[i]);
            Assert.True(
                Math.Abs(exponentials[i] - expected) <= 2.5e-7 * expected,
                $"exp({numbers[i]}): expected {expected}, got {exponentials[i]}"
            );
        }
    }

    [Fact]
    public void TheExponentialOfZero_IsOne_AndOfLargeNegativeNumbersZero()
    {
        float[] numbers = [0f, -0f, -88f, -1000f, float.MinValue, float.NegativeInfinity];
        float[] exponentials = new float[numbers.Length];
        Exp(numbers, exponentials);
        Assert.Equal([1f, 1f, 0f, 0f, 0f, 0f], exponentials);
    }

    [Fact]
    public void EveryNaN_StaysNaN_InEveryLane()
    {
        const int Payloads = 1 << 23;
        Vector256<int> lanes = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);
        Vector256<int> allNaN = Vector256<int>.AllBitsSet;
        for (int payload = 1; payload < Payloads; payload++)
        {
            // Positive and negative NaNs alternate; each payload occurs in every lane.
            Vector256<int> bits = Vector256.Create(0x7F800000 | payload) | ((lanes + Vector256.Create(payload)) << 31);
            Vector256<float> result = VectorExp.Exp(bits.AsSingle());
            allNaN &= ~Vector256.Equals(result, result).AsInt32();
        }

        Assert.Equal(Vector256<int>.AllBitsSet, allNaN);
    }

    [Fact]
    public void Results_HaveTheSameBits_InAVectorAndAlone()
    {
        float[] numbers = [.. Enumerable.Range(0, 1000).Select(i => -0.0873f * i)];
        float[] together = new float[numbers.Length];
        Exp(numbers, together);
        for (int i = 0; i < numbers.Length; i++)
        {
            float[] alone = new float[1];
            Exp([numbers[i]], alone);
            Assert.Equal(BitConverter.SingleToInt32Bits(together[i]), BitConverter.SingleToInt32Bits(alone[0]));
        }
    }

    /// <summary>Computes eight exponentials at a time, padded with zeros.</summary>
    private static void Exp(float[] numbers, float[] exponentials)
    {
        for (int i = 0; i < numbers.Length; i += Lanes.Count)
        {
            float[] some = new float[Lanes.Count];
            int count = Math.Min(Lanes.Count, numbers.Length - i);
            numbers.AsSpan(i, count).CopyTo(some);
            VectorExp.Exp(Vector256.Create(some)).CopyTo(some);
            some.AsSpan(0, count).CopyTo(exponentials.AsSpan(i));
        }
    }
}
