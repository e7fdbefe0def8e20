using Masking.Generators.Model;

namespace Masking.Generators.Parsing;

/// <summary>Whether heads can choose in an order in which each follows those that it depends on.</summary>
internal static class ChoosingOrder
{
    /// <summary>Whether the dependencies of some heads form a cycle.</summary>
    public static bool HasCycle(IReadOnlyList<HeadModel> heads)
    {
        int[][] parents = [.. heads.Select(head => DependenceParser.ParentsOf(head).ToArray())];
        ILookup<int, int> children = parents
            .SelectMany((of, child) => of.Select(parent => (parent, child)))
            .ToLookup(edge => edge.parent, edge => edge.child);
        int[] waitsFor = [.. parents.Select(of => of.Length)];
        Queue<int> ready = new(Enumerable.Range(0, heads.Count).Where(i => waitsFor[i] == 0));
        int chosen = 0;
        while (ready.Count > 0)
        {
            chosen++;
            foreach (int child in children[ready.Dequeue()])
            {
                if (--waitsFor[child] == 0)
                {
                    ready.Enqueue(child);
                }
            }
        }

        return chosen < heads.Count;
    }
}
