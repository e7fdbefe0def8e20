using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>One tensor of an observation.</summary>
/// <param name="Name">Its name as it stands in strings.</param>
/// <param name="Identifier">Its name as it stands in code.</param>
/// <param name="Shape">Its shape, in words.</param>
/// <param name="Spec">The factory of its InputSpec.</param>
/// <param name="Summary">The lines of its documentation.</param>
/// <param name="Remark">What its numbers mean.</param>
internal sealed record ObservationMember(
    string Name,
    string Identifier,
    string Shape,
    string Spec,
    IReadOnlyList<string> Summary,
    string Remark
)
{
    public bool IsOptional => Spec == "OptionalMask";

    /// <summary>Whether it is a member of the observation's memory.</summary>
    public bool IsMemory => Spec == "Memory";

    /// <summary>The tensors of an observation, in the order in which everything lists them.</summary>
    public static IEnumerable<ObservationMember> Of(PolicyModel policy)
    {
        foreach (InputModel input in policy.Inputs)
        {
            yield return new ObservationMember(
                input.Member.Name,
                input.Member.Identifier,
                input.Shape,
                "Dense",
                input.Member.Summary.Count > 0
                    ? input.Member.Summary
                    : [$"What <see cref=\"{Names.Cref(policy, input.Member)}\"/> encodes."],
                $"of the policy's floating-point type{(input.IsForValueAlone ? "; only the value sees it" : "")}."
            );
            if (input.PresenceShape is not null)
            {
                yield return Mask(input.Presence, input.PresenceShape, "Mask",
                    input.Kind == InputKind.AgentMap
                        ? $"On which cells of <see cref=\"{input.Member.Identifier}\"/> an agent stands."
                        : $"Which of <see cref=\"{input.Member.Identifier}\"/> exist and are visible.",
                    "bool, true = present.");
            }

            if (input.SightShape is not null)
            {
                yield return Mask(input.Sight, input.SightShape, "Mask",
                    $"Who of <see cref=\"{input.Member.Identifier}\"/> sees whom: row i says whom entity i sees.", "bool, true = sees.");
            }
        }

        foreach (HeadModel head in policy.Heads)
        {
            yield return Mask(head.Mask, head.MaskShape, "OptionalMask",
                head.Over >= 0 && head.Choice == ChoiceKind.Entity
                    ? $"Which choices of <see cref=\"{Names.Cref(policy, head.Member)}\"/> are legal, on top of <see cref=\"{policy.Inputs[head.Over].Presence}\"/>."
                    : $"Which choices of <see cref=\"{Names.Cref(policy, head.Member)}\"/> are legal.",
                "bool, true = allowed; null, said aloud, allows everything.");
        }

        foreach (MemoryModel memory in policy.Core.Memory)
        {
            string path = $"Memory.{memory.Name}";
            yield return new ObservationMember(path, path, memory.Shape, "Memory", [], "");
        }
    }

    private static ObservationMember Mask(string name, string shape, string spec, string summary, string remark) =>
        new(name, name, shape, spec, [summary], remark);
}
