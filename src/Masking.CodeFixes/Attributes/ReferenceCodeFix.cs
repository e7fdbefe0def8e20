using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Attributes;

/// <summary>
/// Replaces a name in an attribute that names no member of the right kind. Where the compiler reports that the name does not exist, only a
/// similar name is offered.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReferenceCodeFix))]
[Shared]
public sealed class ReferenceCodeFix : TextCodeFix
{
    /// <summary>The compiler knows no such name, or no such member of the type in front of it.</summary>
    private static readonly string[] s_namesNothing = ["CS0103", "CS0117"];

    private static readonly string[] s_attributes =
    [
        KnownTypes.ActionMask, KnownTypes.ActiveWhen, KnownTypes.ActiveUnless, KnownTypes.MaskPer, KnownTypes.Given, KnownTypes.AttendsTo,
        KnownTypes.Value,
    ];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        Rules.UnknownReference.Id, Rules.UnknownHead.Id, Rules.SeveralChoices.Id, Rules.CannotAttend.Id, Rules.ValueCannotSee.Id,
        .. s_namesNothing,
    ];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Member is not { } member)
        {
            yield break;
        }

        foreach (Reference reference in References(member).Where(reference => IsReported(reported, reference.Expression)))
        {
            string text = reference.TextIn(reported);
            IPropertySymbol[] possible = [.. Referable.By(member, reference.Attribute, reference.Argument)];
            if (possible.Any(other => other.Name == text))
            {
                continue;
            }

            IEnumerable<string> names = possible.Select(other => other.Name).Except(reference.Others(reported)).NearestFirst(text);
            if (s_namesNothing.Contains(reported.Id))
            {
                names = names.Take(1).Where(text.IsLike);
            }

            // All misspelled names at once are changed to what each is like.
            string? nearest = names.Take(1).FirstOrDefault(text.IsLike);
            foreach (string name in names)
            {
                yield return new Offer(
                    name == nearest ? "nearest" : $"{text}:{name}",
                    $"Change '{text}' to '{name}'",
                    [Edit.Replace(reference.Expression, $"nameof({name.Escaped()})")]);
            }

            if (reference.Argument == "Each" && reported.Id == Rules.UnknownReference.Id)
            {
                yield return new Offer("remove", "Remove 'Each'", AttributeEdits.Remove(reference.Syntax, "Each"));
            }
        }
    }

    /// <summary>The names in the attributes of a member.</summary>
    private static IEnumerable<Reference> References(IPropertySymbol member)
    {
        foreach (string definitionName in s_attributes)
        {
            if (member.AttributeOf(definitionName)?.Syntax() is not { ArgumentList.Arguments: var arguments } syntax)
            {
                continue;
            }

            foreach (AttributeArgumentSyntax argument in arguments.Take(OnlyFirst(definitionName) ? 1 : arguments.Count))
            {
                foreach (ExpressionSyntax expression in NamesIn(argument.Expression))
                {
                    yield return new Reference(definitionName, argument.NameEquals?.Name.Identifier.ValueText, syntax, expression);
                }
            }
        }
    }

    /// <summary>Whether an attribute names a member by its first argument, and has other arguments of any kind.</summary>
    private static bool OnlyFirst(string definitionName) => definitionName is KnownTypes.ActiveWhen or KnownTypes.ActiveUnless;

    /// <summary>The strings in an argument: literals and <c>nameof</c>, alone or in a list.</summary>
    private static IEnumerable<ExpressionSyntax> NamesIn(ExpressionSyntax argument) => argument
        .DescendantNodesAndSelf(node => node is not InvocationExpressionSyntax)
        .Where(node => node is InvocationExpressionSyntax || node.IsKind(SyntaxKind.StringLiteralExpression))
        .Cast<ExpressionSyntax>();

    /// <summary>Whether a diagnostic is about a name: it is reported within the name, or outside of all names.</summary>
    private static bool IsReported(Reported reported, ExpressionSyntax name) => name.Span.Contains(reported.Node.Span)
        || (!s_namesNothing.Contains(reported.Id) && !reported.Node.AncestorsAndSelf().Any(node => node is AttributeArgumentSyntax))
        || reported.Node is AttributeArgumentSyntax argument && argument.Span.Contains(name.Span);

    /// <summary>A name in an attribute.</summary>
    private sealed record Reference(string Attribute, string? Argument, AttributeSyntax Syntax, ExpressionSyntax Expression)
    {
        /// <summary>What is written.</summary>
        public string TextIn(Reported reported) => TextOf(reported, Expression);

        /// <summary>The other names in the attribute, which a list must not repeat.</summary>
        public IEnumerable<string> Others(Reported reported) =>
            Attribute is KnownTypes.MaskPer or KnownTypes.Given or KnownTypes.AttendsTo or KnownTypes.Value
                ? Syntax.ArgumentList!.Arguments.SelectMany(argument => NamesIn(argument.Expression)).Where(other => other != Expression)
                    .Select(other => TextOf(reported, other))
                : [];

        private static string TextOf(Reported reported, ExpressionSyntax name) =>
            reported.ModelOf(name.SyntaxTree)?.GetConstantValue(name) is { HasValue: true, Value: string text } ? text
                : name.DescendantNodes().OfType<SimpleNameSyntax>().LastOrDefault()?.Identifier.ValueText ?? "";
    }
}
