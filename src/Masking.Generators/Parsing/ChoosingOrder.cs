namespace Masking.Generators;

/// <summary>Orders the heads of an actor by what they depend on.</summary>
internal static class ChoosingOrder
{
    /// <summary>The actors with the order in which their heads choose. Heads that depend on each other in a circle, which is reported, stay as they are declared.</summary>
    public static EquatableArray<ActorModel> In(EquatableArray<ActorModel> actors, EquatableArray<HeadModel> heads) =>
        actors.Select(actor => actor with { Order = Of(actor, heads).ToEquatableArray() }).ToEquatableArray();

    private static List<int> Of(ActorModel actor, EquatableArray<HeadModel> heads)
    {
        List<int> left = [.. actor.Heads];
        List<int> order = [];
        while (left.Count > 0)
        {
            // The first that waits for nobody; in a circle everyone waits.
            int index = Math.Max(0, left.FindIndex(head => !DependenceParser.ParentsOf(heads[head]).Any(left.Contains)));
            order.Add(Array.IndexOf([.. actor.Heads], left[index]));
            left.RemoveAt(index);
        }

        return order;
    }
}
