using CsCheck;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>Random sets of entities, some empty, some present, with a sight mask.</summary>
public sealed record Entities(int Batch, int Count, int Features, float[] Numbers, bool[] Present, bool[] Sight, int Seed)
{
    private static readonly Gen<float> Arbitrary =
        Gen.OneOf(float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, 1e9f);

    /// <summary>Generates sets of entities with a number of features, and with at most <paramref name="most"/> slots each.</summary>
    public static Gen<Entities> Of(int features, int most = 6) =>
        from batch in Gen.Int[0, 4]
        from count in Gen.Int[0, most]
        from numbers in Gen.Float[-3f, 3f].Array[batch * count * features]
        from present in Presence(count, batch)
        from sight in Gen.Bool.Array[batch * count * count]
        from seed in Gen.Int[0, 1_000_000]
        select new Entities(batch, count, features, numbers, [.. present.SelectMany(row => row)], sight, seed);

    /// <summary>Generates presence masks: all entities, equally many in every set, a random number, or none.</summary>
    private static Gen<bool[][]> Presence(int count, int batch) => Gen.Frequency(
        (1, Gen.Const(Enumerable.Range(0, batch).Select(_ => Enumerable.Repeat(true, count).ToArray()).ToArray())),
        (1, Gen.Bool.Array[count].SelectMany(ofEach => Gen.Shuffle(ofEach).Array[batch])),
        (4, Gen.Frequency((1, Gen.Const(new bool[count])), (4, Gen.Bool.Array[count])).Array[batch]));

    public Tensor Tensor() => tensor(Numbers, [Batch, Count, Features]);

    public Tensor PresentTensor() => tensor(Present, [Batch, Count]);

    public Tensor SightTensor() => tensor(Sight, [Batch, Count, Count]);

    /// <summary>Returns the entities in another order.</summary>
    public Tensor Order()
    {
        long[] order = [.. Enumerable.Range(0, Count).Select(i => (long)i)];
        new Random(Seed).Shuffle(order);
        return tensor(order, [Count]);
    }

    public Tensor AbsentNumbers() => PresentTensor().logical_not().unsqueeze(-1).expand(Batch, Count, Features);

    /// <summary>Returns the entities with other features where they are absent.</summary>
    public Tensor Spoiled()
    {
        float[] rubbish = new float[Numbers.Length];
        PCG source = new((uint)Seed + 1);
        for (int i = 0; i < rubbish.Length; i++)
        {
            rubbish[i] = Arbitrary.Generate(source, null, out _);
        }

        return where(AbsentNumbers(), tensor(rubbish, [Batch, Count, Features]), Tensor());
    }

    public override string ToString() =>
        $"{Batch}x{Count}x{Features} seed {Seed} present [{string.Join("", Present.Select(present => present ? 1 : 0))}]";
}
