using System.ComponentModel;
using Masking.Heads;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>
/// The heads of one kind of actor as they are declared: what each chooses, on what that depends, and in which order they choose. It is made
/// once for a class.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ActionPlan
{
    private readonly int[][] _choicesOf;

    /// <summary>Heads that choose in the order of their declaration.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="firstLane">The random numbers that the policy's earlier actors may take.</param>
    /// <param name="heads">The heads, each behind those that it depends on; at least one.</param>
    /// <exception cref="ArgumentException">There is no head, or one chooses before what it depends on, or depends on what is not one
    /// choice of as many values, or
    /// an actor takes more random numbers than there are.</exception>
    public ActionPlan(string policy, int firstLane, params HeadPlan[] heads)
        : this(policy, firstLane, [.. Enumerable.Range(0, heads?.Length ?? 0)], heads!)
    {
    }

    /// <summary>Heads in the order of their declaration, and the order in which they choose.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="firstLane">The random numbers that the policy's earlier actors may take.</param>
    /// <param name="order">The places of the heads in the order in which they choose: each behind those that it depends on.</param>
    /// <param name="heads">The heads, in the order of declaration; at least one.</param>
    /// <exception cref="ArgumentException">There is no head, or one chooses before what it depends on, or depends on what is not one
    /// choice of as many values, or
    /// an actor takes more random numbers than there are.</exception>
    public ActionPlan(string policy, int firstLane, int[] order, params HeadPlan[] heads)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentOutOfRangeException.ThrowIfNegative(firstLane);
        Policy = policy;
        Heads = heads;
        FollowsChoices = heads.Any(head => head.FollowsChoices);
        RequireOrder(order);
        RequireLanes(firstLane);
        Choices = ChoicePlan.Of(firstLane, heads, order);
        _choicesOf =
        [
            .. heads.Select((_, head) => Enumerable.Range(0, Choices.Length).Where(choice => Choices[choice].Head == head).ToArray()),
        ];
        FirstLaneOf = choice => Choices[choice].FirstLane;
        EntropyReductions = [.. heads.Select(head => head.EntropyReduction).Distinct()];
        IsTree =
            !FollowsChoices && Choices.All(choice => choice.Gate is null || choice.Table is null || choice.Gate.Parent == choice.Table);
    }

    internal string Policy { get; }

    internal HeadPlan[] Heads { get; }

    /// <summary>Whether the logits of any head depend on what was chosen.</summary>
    internal bool FollowsChoices { get; }

    /// <summary>Whether no choice depends on more than one other, and no logits on any.</summary>
    internal bool IsTree { get; }

    /// <summary>The first random number of a choice.</summary>
    internal Func<int, int> FirstLaneOf { get; }

    /// <summary>The ways in which entropies of many actors become one number.</summary>
    internal EntropyReduction[] EntropyReductions { get; }

    /// <summary>What the heads choose, in the order in which they choose.</summary>
    internal ChoicePlan[] Choices { get; }

    /// <summary>The places of a head's choices among <see cref="Choices"/>.</summary>
    internal ReadOnlySpan<int> ChoicesOf(int head) => _choicesOf[head];

    /// <summary>Computes the logits of all heads, masks and normalises them.</summary>
    /// <param name="actors">Who acts.</param>
    /// <param name="features"><c>(rows, inputs)</c>: what each actor knows.</param>
    /// <param name="heads">The heads with their masks, in the order of declaration.</param>
    /// <exception cref="MaskShapeException">The features do not fit the actors, or a mask does not fit its head and actors.</exception>
    /// <exception cref="ArgumentException">There is not one input per head, or one is not for such a head.</exception>
    public ActorHeads Choose(ActorRows actors, Tensor features, params ReadOnlySpan<HeadInput> heads) =>
        ActorHeads.Choose(this, actors, features, heads);

    private void RequireOrder(int[] order)
    {
        if (Heads.Length == 0)
        {
            throw new ArgumentException($"{Policy}: expected at least one head, got none.", "heads");
        }

        foreach (HeadPlan head in Heads)
        {
            RequireParents(head);
        }

        bool isOrder = order.Order().SequenceEqual(Enumerable.Range(0, Heads.Length));
        if (!isOrder || order.Where((head, place) => !Heads[head].Earlier.All(parent => order.AsSpan(0, place).Contains(parent))).Any())
        {
            throw new ArgumentException(
                $"{Policy}: expected the places of {Heads.Length} heads, each behind those that it depends on, got [{string.Join(", ", order)}].",
                nameof(order)
            );
        }
    }

    private void RequireLanes(int firstLane)
    {
        long lanes = firstLane + Heads.Sum(head => (long)head.Actions);
        if (lanes > RandomDraw.MostLanes)
        {
            throw new ArgumentOutOfRangeException(nameof(firstLane), firstLane,
                $"{Policy}: expected at most {RandomDraw.MostLanes} numbers in the actions of one agent, entity or cell, with those of "
                    + $"earlier actors, got {lanes}.");
        }
    }

    private void RequireParents(HeadPlan head)
    {
        bool fits = head.Earlier.All(parent => parent >= 0 && parent < Heads.Length)
            && (head.Table is not { } table || Heads[table].IsOneChoice)
            && (
                head.Gate is not { } gate
                || (
                    Heads[gate.Parent] is { IsOneChoice: true } parent
                    && (parent.IsPointer || gate.Values.Length == parent.Components[0].Columns)
                )
            );
        if (!fits)
        {
            throw new ArgumentException(
                $"{Policy}.{head.Name}: expected to depend on heads of the same actor, for whether it acts and its mask on heads that make one choice of as many values.",
                "heads"
            );
        }
    }
}
