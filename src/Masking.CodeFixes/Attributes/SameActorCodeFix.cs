using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Masking.CodeFixes.Attributes;

/// <summary>
/// Gives a head the <c>Each</c> of the head that it depends on, or that of the value, so that both have the same actor.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SameActorCodeFix))]
[Shared]
public sealed class SameActorCodeFix : TextCodeFix
{
    private const string Each = "Each";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.UnknownHead.Id, Rules.ValueOfOtherActor.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Member is not { } head
            || head.AttributeOf(KnownTypes.ActionMask)?.Syntax() is not { } syntax
            || (reported.RelatedMember?.AttributeOf(KnownTypes.ActionMask) ?? reported.RelatedMember?.AttributeOf(KnownTypes.Value))
                ?.Syntax() is not { } other)
        {
            yield break;
        }

        string? actor = other.Argument(Each)?.Expression.ToString();
        if (actor is not null && actor != syntax.Argument(Each)?.Expression.ToString())
        {
            yield return new Offer("each", $"Set '{Each} = {actor}'", [AttributeEdits.Set(syntax, Each, actor)]);
        }
        else if (actor is null && syntax.Argument(Each) is not null)
        {
            yield return new Offer("each", $"Remove '{Each}'", AttributeEdits.Remove(syntax, Each));
        }
    }
}
