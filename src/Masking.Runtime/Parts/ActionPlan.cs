using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The heads of one kind of actor as they are declared: what each chooses, on what that depends, and in which order they choose. It is made once for a class.
/// </summary>
public sealed class ActionPlan
{
    /// <summary>Works out the order in which the heads choose: each behind those that it depends on, else in the order of declaration.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="firstLane">The random numbers that one of the policy's earlier actors may take.</param>
    /// <param name="heads">The heads, in the order of declaration; at least one.</param>
    /// <exception cref="ArgumentException">There is no head, or heads depend on each other in a circle, or on what is not one choice of as many values.</exception>
    public ActionPlan(string policy, int firstLane, params HeadPlan[] heads)
    {
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentOutOfRangeException.ThrowIfNegative(firstLane);
        Policy = policy;
        Heads = heads;
        FollowsChoices = heads.Any(head => head.FollowsChoices);
        Choices = ChoicePlan.Of(firstLane, heads, InOrderOfDependence());
    }

    internal string Policy { get; }

    internal HeadPlan[] Heads { get; }

    /// <summary>Whether the logits of any head depend on what was chosen.</summary>
    internal bool FollowsChoices { get; }

    /// <summary>What the heads choose, in the order in which they choose.</summary>
    internal ChoicePlan[] Choices { get; }

    /// <summary>Computes the logits of all heads, masks and normalises them.</summary>
    /// <param name="actors">Who acts.</param>
    /// <param name="features"><c>(rows, inputs)</c>: what each actor knows.</param>
    /// <param name="heads">The heads with their masks, in the order of declaration.</param>
    /// <exception cref="MaskShapeException">The features do not fit the actors, or a mask does not fit its head and actors.</exception>
    /// <exception cref="ArgumentException">There is not one input per head, or one is not for such a head.</exception>
    public ActorHeads Choose(ActorRows actors, Tensor features, params ReadOnlySpan<HeadInput> heads) => ActorHeads.Choose(this, actors, features, heads);

    private List<int> InOrderOfDependence()
    {
        List<int> order = [];
        if (Heads.Length == 0)
        {
            throw new ArgumentException($"{Policy}: expected at least one head, got none.", "heads");
        }

        foreach (HeadPlan head in Heads)
        {
            RequireParents(head);
        }

        while (order.Count < Heads.Length)
        {
            int next = Enumerable.Range(0, Heads.Length).FirstOrDefault(head => !order.Contains(head) && Heads[head].Earlier.All(order.Contains), -1);
            if (next < 0)
            {
                throw new ArgumentException($"{Policy}: expected heads that depend on others of the same actor and not in a circle.", "heads");
            }

            order.Add(next);
        }

        return order;
    }

    private void RequireParents(HeadPlan head)
    {
        bool fits = head.Earlier.All(parent => parent >= 0 && parent < Heads.Length)
            && (head.Table is not { } table || Heads[table].IsOneChoice)
            && (head.Gate is not { } gate || (Heads[gate.Parent] is { IsOneChoice: true } parent && (parent.IsPointer || gate.Values.Length == parent.Components[0].Columns)));
        if (!fits)
        {
            throw new ArgumentException($"{Policy}.{head.Name}: expected to depend on heads of the same actor, for whether it acts and its mask on heads that make one choice of as many values.", "heads");
        }
    }
}
