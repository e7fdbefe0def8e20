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
/// Removes attributes that have no effect: dependences of a member that is no head, or of a <c>QHead</c>, which is the only head of its
/// class, <c>AttendsTo</c> of a member that is no set with attention, and <c>Distinct</c> of a head that points at nothing for each actor.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(IneffectiveAttributeCodeFix))]
[Shared]
public sealed class IneffectiveAttributeCodeFix : TextCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Rules.NeedsActionMask.Id, Rules.OneQHead.Id, Rules.CannotAttend.Id, Rules.DistinctDoesNotFit.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Member is not { } member)
        {
            yield break;
        }

        bool isDependent =
            member.Has(KnownTypes.ActionMask) && !member.Type.Is(KnownTypes.QHead) && !member.Type.Is(KnownTypes.ActionValueHead);
        bool attends = member.Has(KnownTypes.EntityMask) && member.Type.Is(KnownTypes.AttentionEncoder);
        IEnumerable<string> ineffective = reported.Id == Rules.CannotAttend.Id
            ? attends ? [] : [KnownTypes.AttendsTo]
            : reported.Id == Rules.DistinctDoesNotFit.Id ? [KnownTypes.Distinct]
            : isDependent ? [] : KnownTypes.DependenceAttributes;
        foreach (AttributeData attribute in ineffective.Select(member.AttributeOf).OfType<AttributeData>())
        {
            if (attribute.Syntax() is { } syntax)
            {
                yield return new Offer(attribute.ShortName(), $"Remove [{attribute.ShortName()}]", AttributeEdits.Remove(syntax));
            }
        }
    }
}
