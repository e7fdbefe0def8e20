namespace Masking;

/// <summary>
/// Makes the action mask of a head depend on the choices of one or several other heads. The mask has an additional axis for the choices of
/// each of them, in the order of the arguments: <c>(batch, choices of the other head, choices)</c>. Where one of the other heads takes no
/// action, this head takes none either.
/// </summary>
/// <param name="head">The name of the other head, which has the same actor.</param>
/// <param name="others">The names of further heads with the same actor, whose axes follow.</param>
/// <remarks>
/// The entropy is exact: <c>H(P) + Σ P(a) H(C | a)</c>, where a is the choice of the other head, or the combination of the choices of
/// several. A row of the mask without a legal choice means "no action".
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
/// In chess, the pieces that a pawn can become depend on where the move starts and ends:
/// <code>
/// [MaskedPolicy]
/// public sealed partial class ChessPolicy
/// {
///     [Observation(12, 8, 8)]                             public partial ConvEncoder Board { get; }
///     [ActionMask(Choices = 64)]                          public partial Head&lt;int&gt; From { get; }          // (batch, 64)
///     [ActionMask(Choices = 64), MaskPer(nameof(From))]   public partial Head&lt;int&gt; To { get; }            // (batch, 64, 64)
///     [ActionMask, MaskPer(nameof(From), nameof(To))]     public partial Head&lt;Piece&gt; Promotion { get; }   // (batch, 64, 64, 5)
/// }
///
/// public enum Piece { None, Knight, Bishop, Rook, Queen }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MaskPerAttribute(string head, params string[] others) : Attribute
{
    /// <summary>The name of the other head, or of the first one.</summary>
    public string Head { get; } = head;

    /// <summary>The names of further heads.</summary>
    public IReadOnlyList<string> Others { get; } = others;
}
