namespace Masking;

/// <summary>
/// Makes the action mask of a head depend on the choice of another head. The mask has an additional axis for the choices of the other head:
/// <c>(batch, choices of the other head, choices)</c>. Where the other head takes no action, this head takes none either.
/// </summary>
/// <param name="head">The name of the other head, which has the same actor.</param>
/// <remarks>
/// The entropy is exact: <c>H(P) + Σ P(a) H(C | a)</c>. A row of the mask without a legal choice means "no action".
/// </remarks>
/// <example>
/// Which weapon is legal depends on the target. The comments state the shapes of the masks:
/// <code>
/// [MaskedPolicy]
/// public sealed partial class GunnerPolicy
/// {
///     [EntityMask(features: 9)]                           public partial AttentionEncoder Units { get; }
///     [ActionMask(Over = nameof(Units))]                  public partial PointerHead Target { get; }      // (batch, entities)
///     [ActionMask(Choices = 3), MaskPer(nameof(Target))]  public partial Head&lt;int&gt; Weapon { get; }        // (batch, entities, 3)
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MaskPerAttribute(string head) : Attribute
{
    /// <summary>The name of the other head.</summary>
    public string Head { get; } = head;
}
