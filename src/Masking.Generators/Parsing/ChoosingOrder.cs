using Masking.Generators.Model;

namespace Masking.Generators.Parsing;

/// <summary>Orders the heads of an actor by what they depend on.</summary>
internal static class ChoosingOrder
{
    /// <summary>
    /// The actors with the order in which their heads choose. Heads that depend on each other in a circle, which is reported, stay as they
    /// are declared.
    /// </summary>
    public static EquatableArray<ActorModel> In(EquatableArray<ActorModel> actors, EquatableArray<HeadModel> heads) =>
        actors.Select(actor => actor with { Order = Of(actor, heads).ToEquatableArray() }).ToEquatableArray();

    /// <summary>Whether some heads depend on each other in a circle.</summary>
    public static bool HasCircle(IReadOnlyList<HeadModel> heads)
    {
        (_, bool hasCircle) = Sort([.. heads.Select(head => DependenceParser.ParentsOf(head).ToArray())]);
        return hasCircle;
    }

    private static int[] Of(ActorModel actor, EquatableArray<HeadModel> heads)
    {
        Dictionary<int, int> places = [];
        foreach (int head in actor.Heads)
        {
            places.Add(head, places.Count);
        }

        int[] ParentsOf(int head) =>
            [.. DependenceParser.ParentsOf(heads[head]).Where(places.ContainsKey).Select(parent => places[parent])];

        (int[] order, _) = Sort([.. actor.Heads.Select(ParentsOf)]);
        return order;
    }

    /// <summary>Each behind its parents, else in the order in which they stand.</summary>
    private static (int[] Order, bool HasCircle) Sort(int[][] parents)
    {
        ILookup<int, int> children = parents
            .SelectMany((of, child) => of.Select(parent => (parent, child)))
            .ToLookup(edge => edge.parent, edge => edge.child);
        int[] waitsFor = [.. parents.Select(of => of.Length)];
        SortedSet<int> left = [.. Enumerable.Range(0, parents.Length)];
        SortedSet<int> ready = [.. left.Where(i => waitsFor[i] == 0)];
        List<int> order = [];
        bool hasCircle = false;
        while (left.Count > 0)
        {
            hasCircle |= ready.Count == 0;
            int next = ready.Count > 0 ? ready.Min : left.Min; // in a circle everyone waits
            left.Remove(next);
            ready.Remove(next);
            order.Add(next);
            foreach (int child in children[next])
            {
                if (--waitsFor[child] == 0 && left.Contains(child))
                {
                    ready.Add(child);
                }
            }
        }

        return ([.. order], hasCircle);
    }
}
