using System.ComponentModel;
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

    internal HeadInput(ActionHead head, long choices, Tensor? mask, Tensor? candidates, Tensor? present)
    {
        Head = head;
        Choices = choices;
        _mask = mask;
        Candidates = candidates;
        _present = present;
    }

    internal ActionHead Head { get; }

    /// <summary>The number of choices. For a record struct, the sum over all components.</summary>
    internal long Choices { get; }

    /// <summary>
    /// The encodings of the candidates of a pointer or a subset, <c>(batch, entities, features)</c> or <c>(batch, height, width,
    /// features)</c>; null for other heads.
    /// </summary>
    internal Tensor? Candidates { get; private init; }

    /// <summary>The sizes of the axes of the mask of one actor: the choices, or the height and the width of a map.</summary>
    internal long[] ChoiceAxes =>
        Candidates is not null && AreCells(Candidates) ? [Candidates.size(1), Candidates.size(2)] : [Choices];

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

    private static bool AreCells(Tensor candidates) => candidates.dim() == 4;

    /// <summary>Flattens cells to one axis, in row-major order.</summary>
    private static Tensor Flatten(Tensor candidates) => AreCells(candidates) ? candidates.flatten(1, 2) : candidates;
}
