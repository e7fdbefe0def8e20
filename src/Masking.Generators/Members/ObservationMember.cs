using Masking.Generators.Model;

namespace Masking.Generators.Members;

/// <summary>A tensor of the observation, apart from those of the memory.</summary>
/// <param name="Name">The name of the tensor.</param>
/// <param name="Identifier">The name of the tensor as code writes it: keywords get an <c>@</c>.</param>
/// <param name="Shape">The shape of the tensor: <c>(batch, entities, 9)</c>.</param>
/// <param name="Kind">What kind of tensor it is.</param>
/// <param name="Title">What the tensor holds, for its documentation.</param>
internal sealed record ObservationMember(string Name, string Identifier, string Shape, ObservationMemberKind Kind, string Title)
{
    /// <summary>The lines of the declared member's own documentation, or none.</summary>
    public EquatableArray<string> Summary { get; init; }

    /// <summary>What the indices of an action mask mean, or the intervals of a range; null for other tensors.</summary>
    public string? Choices { get; init; }

    /// <summary>The ends of the declared intervals of a range as further arguments; empty for other tensors.</summary>
    public string Declared { get; init; } = "";

    /// <summary>Whether the tensor may be null.</summary>
    public bool IsOptional => Kind is ObservationMemberKind.ActionMask or ObservationMemberKind.ActionRange;

    /// <summary>Whether only the value reads it.</summary>
    public bool IsForValueAlone { get; init; }

    /// <summary>The tensors of an observation, in the order in which everything lists them.</summary>
    public static IEnumerable<ObservationMember> Of(PolicyModel policy) =>
        policy.Inputs.SelectMany(input => OfInput(policy, input)).Concat(policy.Heads.SelectMany(head => OfHead(policy, head)));

    private static IEnumerable<ObservationMember> OfInput(PolicyModel policy, InputModel input)
    {
        yield return new ObservationMember(input.Member.Name, input.Member.Identifier, input.Shape, ObservationMemberKind.Dense,
            $"The input of {policy.See(input.Member)}")
        {
            Summary = input.Member.Summary,
            IsForValueAlone = input.IsForValueAlone,
        };

        string see = $"<see cref=\"{input.Member.Identifier}\"/>";
        if (input.PresenceShape is not null)
        {
            yield return Mask(input.Presence, input.PresenceShape, ObservationMemberKind.Mask, input.Kind == InputKind.AgentMap
                ? $"The cells of {see} on which an agent stands"
                : $"The entities of {see} that exist and are visible");
        }

        if (input.SightShape is not null)
        {
            yield return Mask(input.Sight, input.SightShape, ObservationMemberKind.Mask,
                $"The sight of {see}, whose row i marks the entities that entity i sees");
        }
    }

    private static IEnumerable<ObservationMember> OfHead(PolicyModel policy, HeadModel head)
    {
        string among = head.Choice == ChoiceKind.Entity && head.Over >= 0
            ? $" among <see cref=\"{policy.Inputs[head.Over].Presence}\"/>" : "";
        string perParent = policy.ForEachChoiceOf(head.Tables);
        if (head.HasMask)
        {
            yield return Mask(head.Mask, head.MaskShape, ObservationMemberKind.ActionMask,
                $"The legal choices of {head.Member.Name}{among}{perParent}") with
            {
                Choices = ChoiceText.Of(policy, head),
            };
        }

        if (head.RangeShape is not null)
        {
            yield return Mask(head.Range, head.RangeShape, ObservationMemberKind.ActionRange,
                $"The legal interval of {(head.Interval is null ? "each number of " : "")}{head.Member.Name}{perParent}") with
            {
                Choices = ChoiceText.OfIntervals(head),
                Declared = string.Concat(head.Intervals.Select(interval => $", {interval.LowLiteral}, {interval.HighLiteral}")),
            };
        }
    }

    private static ObservationMember Mask(string name, string shape, ObservationMemberKind kind, string title) =>
        new(name, name, shape, kind, title);
}
