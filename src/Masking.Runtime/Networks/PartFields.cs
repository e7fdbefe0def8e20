using System.Diagnostics.CodeAnalysis;

namespace Masking.Networks;

/// <summary>Preserves the fields of custom parts, in which TorchSharp finds modules and parameters by reflection.</summary>
internal static class PartFields
{
    /// <summary>The members of derived types that trimming and ahead-of-time compilation must preserve.</summary>
    public const DynamicallyAccessedMemberTypes Preserved =
        DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields;

    /// <summary>Preserves the fields of every type that <paramref name="part"/> may be at run time.</summary>
    /// <remarks>The trimmer and the ahead-of-time compiler analyze the call. At run time it does nothing.</remarks>
    /// <param name="part">The type of the part, from <see cref="object.GetType"/>.</param>
    public static void Preserve([DynamicallyAccessedMembers(Preserved)] Type part) => ArgumentNullException.ThrowIfNull(part);
}
