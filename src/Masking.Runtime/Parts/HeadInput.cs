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

    /// <summary>The logits <c>(rows, choices)</c> of a pointer.</summary>
    internal Tensor Point(ActorRows actors, Tensor features) => ((PointerHead)Head).Score(actors, features, _candidates!);

    /// <summary>The mask <c>(rows, choices)</c> of what is present and allowed; null where everything is.</summary>
    internal Tensor? Legal(ActorRows actors)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor? mask = _mask is null ? null : actors.Gather(_mask);
        Tensor? present = _present is null ? null : actors.GatherEnvironment(_present);
        return (mask is not null && present is not null ? mask.logical_and(present) : mask ?? present)?.MoveToOuterDisposeScope();
    }
}
