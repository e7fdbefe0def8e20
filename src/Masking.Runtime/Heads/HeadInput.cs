using System.ComponentModel;
using Masking.Heads;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>One head with what it chooses among in a batch, ready to be put beside the other heads of its actor.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct HeadInput
{
    private readonly Tensor? _mask;
    private readonly Tensor? _present;

    internal HeadInput(ActionHead head, long choices, Tensor? mask, Tensor? candidates, Tensor? present)
    {
        Head = head;
        Choices = choices;
        _mask = mask;
        Candidates = candidates;
        _present = present;
    }

    internal ActionHead Head { get; }

    /// <summary>The number of choices; of something compound, those of all components together.</summary>
    internal long Choices { get; }

    /// <summary>
    /// The encodings <c>(batch, entities, width)</c> or <c>(batch, height, width, numbers)</c> of what is pointed at; null where values are
    /// chosen.
    /// </summary>
    internal Tensor? Candidates { get; private init; }

    /// <summary>The axes of one actor's mask: the choices, or the cells of a map.</summary>
    internal long[] ChoiceAxes =>
        Candidates is not null && PointsAtCells(Candidates) ? [Candidates.size(1), Candidates.size(2)] : [Choices];

    /// <summary>The same input, with tensors of its own for as long as choices are made.</summary>
    internal HeadInput Kept() => this with { Candidates = Candidates?.alias() };

    /// <summary>The logits <c>(rows, choices)</c> of a head.</summary>
    /// <param name="actors">Who acts.</param>
    /// <param name="known"><c>(rows, inputs)</c>: what each actor knows.</param>
    internal Tensor Logits(ActorRows actors, Tensor known)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Head is IProjectedHead projected
            ? nn.functional.linear(known, projected.Weight, projected.Bias)
            : ((PointerHead)Head).Score(actors, known, List(Candidates!));
        return logits.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The logits of a subset, from what was picked before. The tensors that they are made of join the current dispose scope.
    /// </summary>
    internal Func<Tensor, Tensor> Scores(ActorRows actors, Tensor known) => ((SubsetHead)Head).Score(actors, known, List(Candidates!));

    /// <summary>The encoding <c>(rows, numbers)</c> of what each actor pointed at.</summary>
    /// <param name="actors">Who acts.</param>
    /// <param name="weights"><c>(rows, candidates)</c>: 1 at what was pointed at.</param>
    internal Tensor PointedAt(ActorRows actors, Tensor weights)
    {
        using DisposeScope scope = NewDisposeScope();
        return weights.unsqueeze(1).bmm(actors.GatherEnvironment(List(Candidates!))).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// What is present and allowed, <c>(rows, choices)</c>, or <c>(rows, choices of another head, choices)</c>; null where everything is.
    /// </summary>
    /// <param name="owner">The policy's name, for errors.</param>
    /// <param name="member">The head's name, for errors.</param>
    /// <param name="actors">Who acts.</param>
    /// <param name="rowsOfMask">The <see cref="ChoiceAxes"/> of the head whose choice selects the row of the mask; empty where there is
    /// none.</param>
    /// <param name="device">Where the logits are.</param>
    /// <exception cref="MaskShapeException">A mask does not fit the actors and choices.</exception>
    internal Tensor? Legal(string owner, string member, ActorRows actors, long[] rowsOfMask, Device device)
    {
        if (_mask is not null)
        {
            Expect.Mask(owner, member, _mask, [.. actors.Shape, .. rowsOfMask, .. ChoiceAxes], device);
        }

        Expect.Mask(owner, member, _present, [actors.Batch, Choices], device);
        if (actors.IsTheOneAgent && (_mask?.dim() ?? 2) == 2 && (_mask is null || _present is null))
        {
            return (_mask ?? _present) is { } only ? MaskCapture.Of(only) : null;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor? mask = _mask is null ? null : actors.Gather(_mask).flatten(1 + rowsOfMask.Length);
        if (rowsOfMask.Length > 1)
        {
            mask = mask?.flatten(1, rowsOfMask.Length);
        }

        Tensor? present = _present is null ? null : actors.GatherEnvironment(_present);
        if (mask is not null && present is not null)
        {
            return mask.logical_and(rowsOfMask.Length == 0 ? present : present.unsqueeze(1)).MoveToOuterDisposeScope();
        }

        // What is gathered for many actors is a copy already.
        return (mask ?? present) is { } legal ? (actors.IsTheOneAgent ? MaskCapture.Of(legal) : legal).MoveToOuterDisposeScope() : null;
    }

    private static bool PointsAtCells(Tensor candidates) => candidates.dim() == 4;

    /// <summary>Cells become one list, row by row.</summary>
    private static Tensor List(Tensor candidates) => PointsAtCells(candidates) ? candidates.flatten(1, 2) : candidates;
}
