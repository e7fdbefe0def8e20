using System.ComponentModel;
using Masking.Choices;
using Masking.Heads;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>A head with its mask and its candidates of a batch.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct HeadInput
{
    private readonly Tensor? _mask;
    private readonly Tensor? _present;
    private readonly Tensor? _range;
    private readonly int _numbers;

    /// <param name="head">The head.</param>
    /// <param name="mask">The mask of its choices; null allows every choice.</param>
    /// <param name="range">The intervals of its numbers; null allows the declared ones.</param>
    internal HeadInput(ProjectedHead head, Tensor? mask, Tensor? range)
        : this(head, head.Columns, mask, null, null)
    {
        _range = range;
        _numbers = head.Numbers;
    }

    internal HeadInput(ActionHead head, long choices, Tensor? mask, Tensor? candidates, Tensor? present)
    {
        Head = head;
        Choices = choices;
        _mask = mask;
        Candidates = candidates;
        _present = present;
    }

    internal ActionHead Head { get; }

    /// <summary>
    /// The number of choices. For a record struct, the sum over all components; a number from an interval counts as two.
    /// </summary>
    internal long Choices { get; }

    /// <summary>
    /// The encodings of the candidates of a pointer or a subset, <c>(batch, entities, features)</c> or <c>(batch, height, width,
    /// features)</c>; null for other heads.
    /// </summary>
    internal Tensor? Candidates { get; private init; }

    /// <summary>The sizes of the axes of the mask of one actor: the choices, or the height and the width of a map.</summary>
    internal long[] ChoiceAxes =>
        Candidates is not null && AreCells(Candidates) ? [Candidates.size(1), Candidates.size(2)]
            : [ChoicesAndNumbers.Choices];

    /// <summary>The number of choices that are not numbers, and the number of numbers.</summary>
    internal (long Choices, int Numbers) ChoicesAndNumbers => (Choices - (NumberForm.Columns * _numbers), _numbers);

    /// <summary>The number of choices and numbers, for texts.</summary>
    internal string ChoicesText
    {
        get
        {
            (long choices, _) = ChoicesAndNumbers;
            string numbers = $"{_numbers} number{(_numbers == 1 ? "" : "s")}";
            return _numbers == 0 ? $"{choices} choices" : choices == 0 ? numbers : $"{choices} choices and {numbers}";
        }
    }

    /// <summary>Returns this input with an alias of the candidates, which has its own lifetime.</summary>
    internal HeadInput WithOwnCandidates() => this with { Candidates = Candidates?.alias() };

    /// <summary>Computes the logits <c>(rows, choices)</c> of the head.</summary>
    /// <param name="actors">The actors.</param>
    /// <param name="features">The features of each actor, <c>(rows, inputs)</c>.</param>
    internal Tensor Logits(ActorRows actors, Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Head switch
        {
            IProjectedHead projected => nn.functional.linear(features, projected.Weight, projected.Bias),
            ICustomHead custom => custom.Compute(features),
            _ => ((PointerHead)Head).Score(actors, features, Flatten(Candidates!)),
        };
        return logits.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Returns a function that computes the logits of a subset from the earlier picks. Its tensors join the current dispose scope.
    /// </summary>
    internal Func<Tensor, Tensor> SubsetLogits(ActorRows actors, Tensor features) =>
        ((SubsetHead)Head).Score(actors, features, Flatten(Candidates!));

    /// <summary>The weighted mean <c>(rows, width)</c> of the encodings of the candidates.</summary>
    /// <param name="actors">The actors.</param>
    /// <param name="weights">The weight of each candidate, <c>(rows, candidates)</c>.</param>
    internal Tensor MeanEncoding(ActorRows actors, Tensor weights)
    {
        using DisposeScope scope = NewDisposeScope();
        return weights.unsqueeze(1).bmm(actors.GatherEnvironment(Flatten(Candidates!))).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Combines action mask and presence mask: <c>(rows, choices)</c>, or <c>(rows, choices of another head, choices)</c> if the choice of
    /// another head selects the row of the mask. Null allows every choice.
    /// </summary>
    /// <param name="owner">The name of the policy, for errors.</param>
    /// <param name="member">The name of the head, for errors.</param>
    /// <param name="actors">The actors.</param>
    /// <param name="maskRowAxes">The <see cref="ChoiceAxes"/> of the head whose choice selects the row of the mask; empty if the mask has
    /// one row.</param>
    /// <param name="device">The device of the logits.</param>
    /// <exception cref="MaskShapeException">A mask has a wrong shape, element type or device.</exception>
    internal Tensor? LegalMask(string owner, string member, ActorRows actors, long[] maskRowAxes, Device device)
    {
        if (_mask is not null)
        {
            Expect.Mask(owner, member, _mask, [.. actors.Shape, .. maskRowAxes, .. ChoiceAxes], device);
        }

        Expect.Mask(owner, member, _present, [actors.Batch, Choices], device);
        if (actors.IsTheOneAgent && (_mask?.dim() ?? 2) == 2 && (_mask is null || _present is null))
        {
            return (_mask ?? _present) is { } only ? MaskCapture.Of(only) : null;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor? mask = _mask is null ? null : actors.Gather(_mask).flatten(1 + maskRowAxes.Length);
        if (maskRowAxes.Length > 1)
        {
            mask = mask?.flatten(1, maskRowAxes.Length);
        }

        Tensor? present = _present is null ? null : actors.GatherEnvironment(_present);
        if (mask is not null && present is not null)
        {
            return mask.logical_and(maskRowAxes.Length == 0 ? present : present.unsqueeze(1)).MoveToOuterDisposeScope();
        }

        // For entities and cells, the gathered mask is already a copy.
        return (mask ?? present) is { } legal ? (actors.IsTheOneAgent ? MaskCapture.Of(legal) : legal).MoveToOuterDisposeScope() : null;
    }

    /// <summary>
    /// The intervals of the numbers of the head: <c>(rows, ends)</c> with two ends for each number, or <c>(rows, choices of other heads,
    /// ends)</c> if the choices of other heads select them. Null allows the declared intervals.
    /// </summary>
    /// <param name="owner">The name of the policy, for errors.</param>
    /// <param name="member">The name of the head, for errors.</param>
    /// <param name="actors">The actors.</param>
    /// <param name="maskRowAxes">As for <see cref="LegalMask"/>.</param>
    /// <param name="hasAxis">Whether the numbers have an axis of their own.</param>
    /// <param name="device">The device of the logits.</param>
    /// <exception cref="MaskShapeException">The range has a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentException">An end of an interval on the CPU is NaN.</exception>
    internal Tensor? LegalRange(string owner, string member, ActorRows actors, long[] maskRowAxes, bool hasAxis, Device device)
    {
        if (_range is null)
        {
            return null;
        }

        long[] axes = hasAxis ? [_numbers, NumberForm.Columns] : [NumberForm.Columns];
        Expect.Numbers(owner, member, _range, [.. actors.Shape, .. maskRowAxes, .. axes], ScalarType.Float32, device);
        Expect.NoNaN(owner, member, _range);
        using DisposeScope scope = NewDisposeScope();
        Tensor range = actors.IsTheOneAgent ? MaskCapture.Of(_range) : actors.Gather(_range);
        if (hasAxis)
        {
            range = range.flatten(-2, -1);
        }

        return (maskRowAxes.Length > 1 ? range.flatten(1, maskRowAxes.Length) : range).MoveToOuterDisposeScope();
    }

    private static bool AreCells(Tensor candidates) => candidates.dim() == 4;

    /// <summary>Flattens cells to one axis, in row-major order.</summary>
    private static Tensor Flatten(Tensor candidates) => AreCells(candidates) ? candidates.flatten(1, 2) : candidates;
}
