using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

/// <summary>Random inputs, the same for the same seed.</summary>
internal sealed class Draw(int seed, ScalarType precision)
{
    private readonly Random _random = new(seed);

    /// <summary>Returns an integer; both limits are inclusive.</summary>
    public int Integer(int least, int most) => _random.Next(least, most + 1);

    /// <summary>Returns numbers from -1 to 1.</summary>
    public Tensor Numbers(params long[] shape) => tensor(Of(shape, () => (2 * _random.NextDouble()) - 1)).to(precision).reshape(shape);

    /// <summary>Returns a mask whose flags are true with probability 1/2.</summary>
    public Tensor Mask(params long[] shape) => Observing.Mask(Of(shape, () => _random.Next(2) == 1), shape);

    /// <summary>Returns a mask that allows at least one choice in every row.</summary>
    public Tensor Legal(params long[] shape) => Among(ones(shape, ScalarType.Bool));

    /// <summary>Returns a mask that allows at least one of the present candidates in every row, and others at random.</summary>
    public Tensor Among(Tensor present)
    {
        bool[][] rows = [.. Same.Booleans(present).Chunk((int)present.size(-1))];
        foreach (bool[] row in rows)
        {
            int[] candidates = [.. Enumerable.Range(0, row.Length).Where(i => row[i])];
            int certain = candidates[_random.Next(candidates.Length)];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = i == certain || _random.Next(2) == 1;
            }
        }

        return Observing.Mask([.. rows.SelectMany(row => row)], present.shape);
    }

    private static T[] Of<T>(long[] shape, Func<T> next) =>
        [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => next())];
}
