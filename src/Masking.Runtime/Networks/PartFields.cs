using System.Diagnostics.CodeAnalysis;

namespace Masking.Networks;

/// <summary>The fields of a part of the user's own, in which TorchSharp finds modules and parameters by reflection.</summary>
internal static class PartFields
{
    /// <summary>What trimming and ahead-of-time compilation keep of every type that derives from a part.</summary>
    public const DynamicallyAccessedMemberTypes Kept =
        DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields;

    /// <summary>Keeps the fields of every type that <paramref name="part"/> may be at run time.</summary>
    /// <remarks>Trimmer and ahead-of-time compiler act where they see the call; the call itself does nothing.</remarks>
    /// <param name="part">The type of the part, as <see cref="object.GetType"/> gives it.</param>
    public static void Keep([DynamicallyAccessedMembers(Kept)] Type part) => ArgumentNullException.ThrowIfNull(part);
}
