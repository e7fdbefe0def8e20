using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>One head with what it chooses among, ready to be put beside the other heads of its actor.</summary>
public readonly struct HeadInput
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

    /// <summary>The axes of one actor's mask: the choices, or the cells of a map.</summary>
    private long[] ChoiceAxes => _candidates is not null && PointsAtCells(_candidates) ? [_candidates.size(1), _candidates.size(2)] : [Choices];

    /// <summary>The logits <c>(rows, choices)</c> of a pointer.</summary>
    internal Tensor Point(ActorRows actors, Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor candidates = PointsAtCells(_candidates!) ? _candidates!.flatten(1, 2) : _candidates!;
        return ((PointerHead)Head).Score(actors, features, candidates).MoveToOuterDisposeScope();
    }

    /// <summary>The mask <c>(rows, choices)</c> of what is present and allowed; null where everything is.</summary>
    /// <exception cref="MaskShapeException">A mask does not fit the actors and choices.</exception>
    internal Tensor? Legal(string policy, ActorRows actors, Device device)
    {
        Expect.Mask(policy, Name, _mask, [.. actors.Shape, .. ChoiceAxes], device);
        Expect.Mask(policy, Name, _present, [actors.Batch, Choices], device);
        using DisposeScope scope = NewDisposeScope();
        Tensor? mask = _mask is null ? null : actors.Gather(_mask).flatten(1);
        Tensor? present = _present is null ? null : actors.GatherEnvironment(_present);
        return (mask is not null && present is not null ? mask.logical_and(present) : mask ?? present)?.MoveToOuterDisposeScope();
    }

    private static bool PointsAtCells(Tensor candidates) => candidates.dim() == 4;
}
