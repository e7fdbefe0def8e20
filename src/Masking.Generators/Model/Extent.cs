namespace Masking.Generators.Model;

/// <summary>
/// How much of a policy is generated. Even for a declaration with mistakes as much as possible is, so that code that uses the policy has no
/// further errors.
/// </summary>
internal enum Extent
{
    /// <summary>Nothing, because the class cannot have a generated part.</summary>
    Nothing,

    /// <summary>
    /// Only the properties, because the class cannot derive from the base class of policies, or because it declares members with the names
    /// of generated ones.
    /// </summary>
    Properties,

    /// <summary>All members that other code can use. They throw when they are called.</summary>
    Signatures,

    /// <summary>The whole policy.</summary>
    Everything,
}
