using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>One head with what it chooses among, ready to be put beside the other heads of its actor.</summary>
public readonly record struct HeadInput
{
    private readonly Tensor? _mask;
    private readonly Tensor? _candidates;
    private readonly Tensor? _present;

    internal HeadInput(ActionHead head, string name, long choices, Tensor? mask, Tensor? candidates, Tensor? present)
    {
        Head = head;
        Name = name;
        Choices = choices;
        _mask = mask;
        _candidates = candidates;
        _present = present;
    }

    internal ActionHead Head { get; }

    internal string Name { get; }

    internal long Choices { get; }

    /// <summary>How the entropies of many actors become one number.</summary>
    internal EntropyReduction EntropyReduction { get; private init; }

    /// <summary>The condition on another head under which this one acts; null: it always does.</summary>
    internal Gate? Gate { get; private init; }

    /// <summary>The head whose choice selects the row of the mask; null: the mask has one row.</summary>
    internal int? Table { get; private init; }

    /// <summary>The axes of one actor's mask: the choices, or the cells of a map.</summary>
    private long[] ChoiceAxes => _candidates is not null && PointsAtCells(_candidates) ? [_candidates.size(1), _candidates.size(2)] : [Choices];

    /// <summary>The same head, which acts only where another chose one of some values.</summary>
    /// <param name="head">The other head: its place among the heads of the actor.</param>
    /// <param name="values">For each choice of the other head, whether this one acts.</param>
    public HeadInput ActiveWhen(int head, params bool[] values) => this with { Gate = new Gate(head, values) };

    /// <summary>The same head, with a row of its mask for each choice of another head: the mask has an axis of those in front of its own choices.</summary>
    /// <param name="head">The other head: its place among the heads of the actor.</param>
    public HeadInput MaskPer(int head) => this with { Table = head };

    /// <summary>The same head, whose entropies are summed over actors where they are averaged otherwise.</summary>
    public HeadInput SumEntropy() => this with { EntropyReduction = EntropyReduction.Sum };

    /// <summary>The logits <c>(rows, choices)</c> of a pointer.</summary>
    internal Tensor Point(ActorRows actors, Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor candidates = PointsAtCells(_candidates!) ? _candidates!.flatten(1, 2) : _candidates!;
        return ((PointerHead)Head).Score(actors, features, candidates).MoveToOuterDisposeScope();
    }

    /// <summary>What is present and allowed, <c>(rows, choices)</c>, or <c>(rows, choices of another head, choices)</c>; null where everything is.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="actors">Who acts.</param>
    /// <param name="rowsOfMask">The choices of the head that <see cref="Table"/> names.</param>
    /// <param name="device">Where the logits are.</param>
    /// <exception cref="MaskShapeException">A mask does not fit the actors and choices.</exception>
    internal Tensor? Legal(string policy, ActorRows actors, long[] rowsOfMask, Device device)
    {
        Expect.Mask(policy, Name, _mask, [.. actors.Shape, .. rowsOfMask, .. ChoiceAxes], device);
        Expect.Mask(policy, Name, _present, [actors.Batch, Choices], device);
        using DisposeScope scope = NewDisposeScope();
        Tensor? mask = _mask is null ? null : actors.Gather(_mask).flatten(1 + rowsOfMask.Length);
        Tensor? present = _present is null ? null : actors.GatherEnvironment(_present);
        if (mask is not null && present is not null)
        {
            return mask.logical_and(rowsOfMask.Length == 0 ? present : present.unsqueeze(1)).MoveToOuterDisposeScope();
        }

        return (mask ?? present)?.MoveToOuterDisposeScope();
    }

    private static bool PointsAtCells(Tensor candidates) => candidates.dim() == 4;
}
