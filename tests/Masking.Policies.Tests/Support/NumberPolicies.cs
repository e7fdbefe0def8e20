using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>The declared policies that choose numbers from intervals, with random observations.</summary>
internal static class NumberPolicies
{
    public static TheoryData<string> Names => [nameof(TankPolicy), nameof(RallyPolicy), nameof(PotterPolicy)];

    /// <summary>Creates a policy with random parameters.</summary>
    public static Subject Make(string name, int seed = 1, ScalarType precision = ScalarType.Float32)
    {
        Subject subject = name switch
        {
            nameof(TankPolicy) => new Subject<TankPolicy, TankPolicy.Observation, TankPolicy.Actions, TankPolicy.Distribution>(
                new(), new(name, HasValue: true, [], [])),
            nameof(RallyPolicy) => new Subject<RallyPolicy, RallyPolicy.Observation, RallyPolicy.Actions, RallyPolicy.Distribution>(
                new(), new(name, HasValue: true, [], [])),
            _ => new Subject<PotterPolicy, PotterPolicy.Observation, PotterPolicy.Actions, PotterPolicy.Distribution>(
                new(), new(name, HasValue: true, [new("Shelf", "(batch, 2, height, width)", MemberKind.Dense)], [])),
        };
        Weights.Randomise(subject.Module, seed);
        subject.MoveTo(precision);
        return subject;
    }

    /// <summary>
    /// Creates a random observation. Ranges are null, wide, short, of one number, or empty where that is allowed.
    /// </summary>
    /// <param name="subject">The policy.</param>
    /// <param name="seed">The seed of all numbers.</param>
    /// <param name="batch">The number of environments.</param>
    /// <param name="withNull">Whether some masks and ranges are null.</param>
    public static Tensor?[] Observe(Subject subject, int seed, int batch, bool withNull = true)
    {
        Random random = new(seed);
        ScalarType type = subject.Precision;
        return subject.Spec.Name switch
        {
            nameof(TankPolicy) =>
            [
                Dense(batch, 4), Mask(1, batch, 3), Range([(-180, 180)], 0.8, batch), Range([(0, 10)], 1, batch),
                Range([(-0.5f, 0.25f)], 0.8, batch, 3), Range([(1, 2)], 0.6, batch),
            ],
            nameof(RallyPolicy) =>
            [
                Dense(batch, 2), Dense(batch, 4, 3), Mask(0.6, batch, 4)!, Mask(0.7, batch, 4, 5),
                Range([(-1, 1), (0, 100)], 0.7, batch, 4),
                Range([(0, 5)], 0.6, batch, 4), Range([(-1, 1), (-2, 3)], 0.7, batch), Mask(0.7, batch, 5),
                Range([(-1, 1), (0, 100)], 0.8, batch), Mask(1, batch, 2),
            ],
            _ =>
            [
                Dense(batch, 2, 2, 3), Mask(0.6, batch, 2, 3)!, Range([(5, 7)], 0.7, batch, 2, 3), Mask(0.7, batch, 2, 3, 3),
                Range([(-3, 3)], 0.7, batch, 2, 3, 3), Mask(0.7, batch, 2, 3, 5), Range([(-1, 1), (0, 100)], 0.7, batch, 2, 3),
            ],
        };

        Tensor Dense(params long[] shape) => tensor(Numbers(shape, () => (2 * random.NextDouble()) - 1)).to(type).reshape(shape);

        // A probability of 1 leaves at least the first choice legal in every row. Presence masks, whose probability is 0.6, are never null.
        Tensor? Mask(double legal, params long[] shape)
        {
            bool[] flags = Numbers(shape, () => random.NextDouble() < Math.Min(legal, 0.7));
            for (int i = 0; legal == 1 && i < flags.Length; i += (int)shape[^1])
            {
                flags[i] = true;
            }

            return withNull && legal != 0.6 && random.NextDouble() < 0.2 ? null : tensor(flags).reshape(shape);
        }

        Tensor? Range((float Low, float High)[] declared, double legal, params long[] rows)
        {
            List<float> ends = [];
            long count = rows.Aggregate(1L, (product, size) => product * size);
            foreach ((float low, float high) in Enumerable.Range(0, (int)count).SelectMany(_ => declared))
            {
                float first = low + ((high - low) * random.NextSingle());
                float second = (float)(random.NextDouble() switch
                {
                    < 0.1 => first,
                    < 0.2 => first + (1e-4 * (high - low)),
                    _ => first + ((1.2 * high - first) * random.NextDouble()),
                });
                second = Math.Max(first, second);
                bool isLegal = random.NextDouble() < legal;
                bool isWhole = random.NextDouble() < 0.2;
                (float a, float b) = isWhole ? (float.NegativeInfinity, float.PositiveInfinity) : (first, second);
                ends.AddRange(isLegal ? [a, b] : [first, first - 1]);
            }

            long[] shape = [.. rows, .. declared.Length > 1 ? [declared.Length] : Array.Empty<long>(), 2];
            return withNull && random.NextDouble() < 0.2 ? null : tensor(ends.ToArray()).reshape(shape);
        }

        static T[] Numbers<T>(long[] shape, Func<T> next) =>
            [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => next())];
    }
}
