namespace Masking.Generators.Model;

/// <summary>How much can be emitted for a declaration, so that one mistake gives one error and not thirty.</summary>
internal enum Extent
{
    /// <summary>Nothing: the class cannot have a part in another file.</summary>
    Nothing,

    /// <summary>
    /// The implementing parts of the properties: the class cannot derive from the base of policies, or needs the names of generated members
    /// itself.
    /// </summary>
    Properties,

    /// <summary>Everything that code outside of the policy sees; it throws when it is called.</summary>
    Signatures,

    /// <summary>The whole policy.</summary>
    Everything,
}
