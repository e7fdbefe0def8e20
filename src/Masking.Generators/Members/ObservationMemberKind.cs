namespace Masking.Generators.Members;

/// <summary>What kind of tensor a member of an observation is.</summary>
internal enum ObservationMemberKind
{
    /// <summary>Numbers of the policy's floating-point type.</summary>
    Dense,

    /// <summary>A presence, agent or sight mask.</summary>
    Mask,

    /// <summary>An action mask, which may be null.</summary>
    ActionMask,

    /// <summary>The ends of the intervals of numbers, which may be null.</summary>
    ActionRange,
}
