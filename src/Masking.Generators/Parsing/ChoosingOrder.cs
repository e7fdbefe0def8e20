using Masking.Generators.Model;

namespace Masking.Generators.Parsing;

/// <summary>Sorts the heads of an actor topologically: each after those that it depends on.</summary>
internal static class ChoosingOrder
{
    /// <summary>
    /// The actors with the order in which their heads choose. Heads in a cycle, which is reported as a mistake, keep the order of
    /// declaration.
    /// </summary>
    public static EquatableArray<ActorModel> In(EquatableArray<ActorModel> actors, EquatableArray<HeadModel> heads) =>
        actors.Select(actor => actor with { Order = Of(actor, heads).ToEquatableArray() }).ToEquatableArray();

    /// <summary>Whether the dependencies of some heads form a cycle.</summary>
    public static bool HasCycle(IReadOnlyList<HeadModel> heads)
    {
        (_, bool hasCycle) = Sort([.. heads.Select(head => DependenceParser.ParentsOf(head).ToArray())]);
        return hasCycle;
    }

    private static int[] Of(ActorModel actor, EquatableArray<HeadModel> heads)
    {
        Dictionary<int, int> indices = [];
        foreach (int head in actor.Heads)
        {
            indices.Add(head, indices.Count);
        }

        int[] ParentsOf(int head) =>
            [.. DependenceParser.ParentsOf(heads[head]).Where(indices.ContainsKey).Select(parent => indices[parent])];

        (int[] order, _) = Sort([.. actor.Heads.Select(ParentsOf)]);
        return order;
    }

    /// <summary>Each after its parents, otherwise in the given order.</summary>
    private static (int[] Order, bool HasCycle) Sort(int[][] parents)
    {
        ILookup<int, int> children = parents
            .SelectMany((of, child) => of.Select(parent => (parent, child)))
            .ToLookup(edge => edge.parent, edge => edge.child);
        int[] waitsFor = [.. parents.Select(of => of.Length)];
        SortedSet<int> left = [.. Enumerable.Range(0, parents.Length)];
        SortedSet<int> ready = [.. left.Where(i => waitsFor[i] == 0)];
        List<int> order = [];
        bool hasCycle = false;
        while (left.Count > 0)
        {
            hasCycle |= ready.Count == 0;
            int next = ready.Count > 0 ? ready.Min : left.Min; // all that are left are in a cycle, or depend on one
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

        return ([.. order], hasCycle);
    }
}
