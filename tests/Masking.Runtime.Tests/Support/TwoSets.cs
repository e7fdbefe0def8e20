using CsCheck;

namespace Masking.Runtime.Tests;

/// <summary>A set, and another set of the same environments that it attends to.</summary>
public sealed record TwoSets(Entities Own, Entities Others)
{
    /// <summary>Generates two sets of entities with a number of features, and with at most <paramref name="most"/> slots each.</summary>
    public static Gen<TwoSets> Of(int features, int most = 6) =>
        from own in Entities.Of(features, most)
        from others in Entities.Of(features, most)
        select new TwoSets(own, others with
        {
            Batch = own.Batch,
            Numbers = Repeated(others.Numbers, own.Batch * others.Count * features, 1f),
            Present = Repeated(others.Present, own.Batch * others.Count, true),
            Sight = [],
        });

    /// <summary>Computes the attention weights and the output of every entity of the own set with loops.</summary>
    public (double[] Map, double[] Output) AttendedByHand(MaskedAttention attention, int heads, int perHead)
    {
        int features = Own.Features;
        int all = Own.Count + Others.Count;
        double[] project = Read.Numbers(attention.get_parameter("project.weight")!);
        double[] merge = Read.Numbers(attention.get_parameter("merge.weight")!);
        double[] map = new double[Own.Batch * heads * Own.Count * all];
        double[] output = new double[Own.Batch * Own.Count * features];
        for (int row = 0; row < Own.Batch * heads * Own.Count; row++)
        {
            (int batch, int head, int asking) = (row / (heads * Own.Count), row / Own.Count % heads, row % Own.Count);
            if (!Own.Present[(batch * Own.Count) + asking])
            {
                continue;
            }

            double[] scores = [.. Enumerable.Range(0, all).Select(asked => IsSeen(batch, asking, asked)
                ? Enumerable.Range(0, perHead).Sum(i => Projected(0, i, asking) * Projected(1, i, asked)) / Math.Sqrt(perHead)
                : double.NegativeInfinity)];
            double sum = scores.Sum(Math.Exp);
            for (int asked = 0; asked < all && sum > 0; asked++)
            {
                double weight = Math.Exp(scores[asked]) / sum;
                map[(row * all) + asked] = weight;
                for (int feature = 0; feature < features; feature++)
                {
                    output[(((batch * Own.Count) + asking) * features) + feature] +=
                        weight
                        * Enumerable
                            .Range(0, perHead)
                            .Sum(i => merge[(feature * heads * perHead) + (head * perHead) + i] * Projected(2, i, asked));
                }
            }

            double Projected(int part, int i, int entity) => Enumerable.Range(0, features).Sum(feature =>
                project[(((((part * heads) + head) * perHead) + i) * features) + feature] * Number(batch, entity, feature));
        }

        return (map, output);
    }

    private bool IsSeen(int batch, int asking, int asked) => asked < Own.Count
        ? Own.Present[(batch * Own.Count) + asked] && Own.Sight[(((batch * Own.Count) + asking) * Own.Count) + asked]
        : Others.Present[(batch * Others.Count) + asked - Own.Count];

    private double Number(int batch, int entity, int feature)
    {
        (Entities set, int place) = entity < Own.Count ? (Own, entity) : (Others, entity - Own.Count);
        return set.Numbers[(((batch * set.Count) + place) * set.Features) + feature];
    }

    /// <summary>Repeats the elements up to a length.</summary>
    private static T[] Repeated<T>(T[] some, int count, T otherwise) =>
        [.. Enumerable.Range(0, count).Select(i => some.Length == 0 ? otherwise : some[i % some.Length])];
}
