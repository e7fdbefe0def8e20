using System.ComponentModel;
using Masking.Heads;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>
/// The declaration of the heads of one kind of actor: their choices, their dependencies, and the order in which they choose. A policy class
/// creates it once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ActionPlan
{
    private readonly int[][] _choicesOf;

    /// <summary>Creates the plan of one kind of actor of a policy.</summary>
    /// <param name="declaration">The declaration of the policy.</param>
    /// <param name="actor">The index of the actor.</param>
    /// <exception cref="ArgumentException">The heads do not fit each other, or an actor needs too many random numbers.</exception>
    public static ActionPlan Of(PolicyDeclaration declaration, int actor)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        HeadPlan[][] heads =
        [
            .. declaration.Actors.Take(actor + 1).Select(each => each.Heads.Select(head => HeadPlan.Of(head, each.Heads)).ToArray()),
        ];
        int firstRandomNumber = heads.SkipLast(1).Sum(earlier => earlier.Sum(head => head.ActionLength));
        return new ActionPlan(declaration.Name, firstRandomNumber, ChoosingOrder(heads[^1]), heads[^1]);
    }

    /// <summary>Creates a plan whose heads choose in the order of their declaration.</summary>
    /// <param name="policy">The name of the policy, for errors.</param>
    /// <param name="firstRandomNumber">The index of the first random number, after those of earlier kinds of actors of the policy.</param>
    /// <param name="heads">The heads, each after the heads that it depends on; at least one.</param>
    /// <exception cref="ArgumentException">There is no head, a head chooses before a head that it depends on, a head depends on a head that
    /// does not make a single choice of the stated number of values, or an actor needs too many random numbers.</exception>
    internal ActionPlan(string policy, int firstRandomNumber, params HeadPlan[] heads)
        : this(policy, firstRandomNumber, [.. Enumerable.Range(0, heads?.Length ?? 0)], heads!)
    {
    }

    /// <summary>Creates a plan from the heads in the order of their declaration, and the order in which they choose.</summary>
    /// <param name="policy">The name of the policy, for errors.</param>
    /// <param name="firstRandomNumber">The index of the first random number, after those of earlier kinds of actors of the policy.</param>
    /// <param name="order">The indices of the heads in the order in which they choose, each after the heads that it depends on.</param>
    /// <param name="heads">The heads, in the order of declaration; at least one.</param>
    /// <exception cref="ArgumentException">There is no head, a head chooses before a head that it depends on, a head depends on a head that
    /// does not make a single choice of the stated number of values, or an actor needs too many random numbers.</exception>
    internal ActionPlan(string policy, int firstRandomNumber, int[] order, params HeadPlan[] heads)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentOutOfRangeException.ThrowIfNegative(firstRandomNumber);
        Policy = policy;
        Heads = heads;
        DependsOnChoices = heads.Any(head => head.DependsOnChoices);
        RequireOrder(order);
        RequireLanes(firstRandomNumber);
        Choices = ChoicePlan.Of(firstRandomNumber, heads, order);
        _choicesOf =
        [
            .. heads.Select((_, head) => Enumerable.Range(0, Choices.Length).Where(choice => Choices[choice].Head == head).ToArray()),
        ];
        ActionTensors = [.. heads.SelectMany((head, index) => head.ActionTensors(index))];
        FirstLaneOf = choice => Choices[choice].FirstLane;
        EntropyReductions = [.. heads.Select(head => head.EntropyReduction).Distinct()];
        IsTree = !DependsOnChoices && Choices.All(choice => choice.Parents.Count() <= 1);
    }

    internal string Policy { get; }

    internal HeadPlan[] Heads { get; }

    /// <summary>Whether the logits of any head depend on earlier choices.</summary>
    internal bool DependsOnChoices { get; }

    /// <summary>Whether every choice has at most one parent, and no logits depend on earlier choices.</summary>
    internal bool IsTree { get; }

    /// <summary>Returns the index of the first random number of a choice.</summary>
    internal Func<int, int> FirstLaneOf { get; }

    /// <summary>The distinct entropy reductions of the heads.</summary>
    internal EntropyReduction[] EntropyReductions { get; }

    /// <summary>The choices of all heads, in the order in which they are made.</summary>
    internal ChoicePlan[] Choices { get; }

    /// <summary>The tensors with the actions of all heads, in the order of declaration.</summary>
    internal ActionTensor[] ActionTensors { get; }

    /// <summary>The indices of the choices of a head in <see cref="Choices"/>.</summary>
    internal ReadOnlySpan<int> ChoicesOf(int head) => _choicesOf[head];

    /// <summary>Computes the distributions of all heads from features and masks.</summary>
    /// <param name="actors">The actors.</param>
    /// <param name="features">The features of each actor, <c>(rows, inputs)</c>.</param>
    /// <param name="heads">The heads with their masks, in the order of declaration.</param>
    /// <exception cref="MaskShapeException">The features, the candidates or a mask have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentException">The number of inputs is not the number of heads, or an input does not fit its head.</exception>
    public ActorHeads Choose(ActorRows actors, Tensor features, params ReadOnlySpan<HeadInput> heads) =>
        ActorHeads.Choose(this, actors, features, heads);

    /// <summary>
    /// Orders the heads: each after the heads that it depends on, otherwise in the order of declaration. Heads in a cycle are left out.
    /// </summary>
    private static int[] ChoosingOrder(HeadPlan[] heads)
    {
        HashSet<int> chosen = [];
        List<int> order = new(heads.Length);
        List<int> left = [.. Enumerable.Range(0, heads.Length)];
        while (left.FindIndex(head => heads[head].Dependencies.All(chosen.Contains)) is var next and >= 0)
        {
            chosen.Add(left[next]);
            order.Add(left[next]);
            left.RemoveAt(next);
        }

        return [.. order];
    }

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

        bool isPermutation = order.Order().SequenceEqual(Enumerable.Range(0, Heads.Length));
        if (!isPermutation
            || order.Where((head, index) => !Heads[head].Dependencies.All(parent => order.AsSpan(0, index).Contains(parent))).Any())
        {
            throw new ArgumentException(
                $"{Policy}: expected the indices of {Heads.Length} heads, each after the heads that it depends on, got "
                    + $"[{string.Join(", ", order)}].",
                nameof(order));
        }
    }

    private void RequireLanes(int firstRandomNumber)
    {
        long lanes = firstRandomNumber + Heads.Sum(head => (long)head.ActionLength);
        if (lanes > RandomDraw.MaxLanes)
        {
            throw new ArgumentOutOfRangeException(nameof(firstRandomNumber), firstRandomNumber,
                $"{Policy}: expected at most {RandomDraw.MaxLanes} numbers in the actions of an agent, an entity or a cell, including "
                    + $"those of earlier kinds of actors, got {lanes}.");
        }
    }

    private void RequireParents(HeadPlan head)
    {
        bool fits = head.Dependencies.All(parent => parent >= 0 && parent < Heads.Length)
            && head.Tables.All(table => Heads[table].IsSingleChoice)
            && (
                head.Gate is not { } gate
                || (
                    Heads[gate.Parent] is { IsSingleChoice: true } parent
                    && (parent.IsPointer || gate.Values.Length == parent.Components[0].Columns)
                )
            );
        if (!fits)
        {
            throw new ArgumentException(
                $"{Policy}.{head.Name}: expected dependencies on heads of the same actor; ActiveWhen and MaskPer need a head that makes a "
                    + "single choice of the stated number of values.",
                "heads");
        }
    }
}
