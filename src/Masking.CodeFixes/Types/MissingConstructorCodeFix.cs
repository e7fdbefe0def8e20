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

namespace Masking.CodeFixes.Types;

/// <summary>Adds the constructor that generated code calls to a custom encoder or core, or makes it accessible.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingConstructorCodeFix))]
[Shared]
public sealed class MissingConstructorCodeFix : TextCodeFix
{
    private const string Width = "64";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.MissingConstructor.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Member is not { Type: INamedTypeSymbol { IsAbstract: false } part } || Parameters(part) is not { } needed
            || part.Parts().FirstOrDefault() is not { } syntax)
        {
            yield break;
        }

        string signature = $"{part.Name}({string.Join(", ", needed.Select(parameter => $"{parameter.Type} {parameter.Name}"))})";
        if (part.InstanceConstructors.FirstOrDefault(constructor => Takes(constructor, needed)) is { } hidden)
        {
            SyntaxNode? declared = hidden.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
            if (declared is ConstructorDeclarationSyntax { Modifiers: [var first, ..] }
                && SyntaxFacts.IsAccessibilityModifier(first.Kind()))
            {
                yield return new Offer("public", $"Make '{signature}' public", [Edit.Replace(first, "public")]);
            }
        }
        else if (Initializer(part, needed) is { } initializer)
        {
            MemberDeclarationSyntax? previous = syntax.Members.OfType<ConstructorDeclarationSyntax>().LastOrDefault()
                ?? syntax.Members.OfType<FieldDeclarationSyntax>().LastOrDefault() as MemberDeclarationSyntax;
            yield return new Offer(
                "add", $"Add '{signature}'", [Insertion.Member(syntax, previous, $"public {signature} : {initializer}", "{", "}")]);
        }
    }

    /// <summary>The parameters of the constructor that generated code calls; null if the type is no part.</summary>
    private static (string Type, string Name)[]? Parameters(INamedTypeSymbol part) =>
        part.Is(KnownTypes.VectorEncoder) ? [("int", "inputs")]
        : part.Is(KnownTypes.EntityEncoder) ? [("int", "features")]
        : part.Is(KnownTypes.GridEncoder) ? [("int", "channels"), ("int?", "height"), ("int?", "width")]
        : part.Is(KnownTypes.PolicyCore) || part.Is(KnownTypes.RecurrentCore) ? [("int", "inputs"), ("int", "width")]
        : null;

    private static bool Takes(IMethodSymbol constructor, (string Type, string Name)[] needed) =>
        constructor.Parameters.All(parameter => parameter.RefKind == RefKind.None)
        && constructor.Parameters.Select(parameter => parameter.Type.ToDisplayString()).SequenceEqual(needed.Select(given => given.Type));

    /// <summary>
    /// The call of the primary constructor if there is one, or else of a constructor of the base class; null if there is no obvious value
    /// for an argument.
    /// </summary>
    private static string? Initializer(INamedTypeSymbol part, (string Type, string Name)[] needed)
    {
        IMethodSymbol? primary = part.InstanceConstructors.FirstOrDefault(constructor =>
            constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax));
        if (primary is not null)
        {
            return Arguments(primary, part, needed, isOwn: true) is { } own ? $"this({own})" : null;
        }

        return part.BaseType!.InstanceConstructors
            .Where(constructor => constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected)
            .Select(constructor => Arguments(constructor, part, needed, isOwn: false))
            .FirstOrDefault(arguments => arguments is not null) is { } arguments ? $"base({arguments})" : null;
    }

    private static string? Arguments(IMethodSymbol constructor, INamedTypeSymbol part, (string Type, string Name)[] needed, bool isOwn)
    {
        List<string> arguments = [];
        foreach (IParameterSymbol parameter in constructor.Parameters.Where(parameter => !parameter.IsOptional))
        {
            string type = parameter.Type.ToDisplayString();
            string? argument = needed.Any(given => given.Type == type && given.Name == parameter.Name) ? parameter.Name
                : isOwn ? null
                : type == "string" ? $"nameof({part.Name})"
                : type == "int" ? $"{parameter.Name}: {Width}"
                : null;
            if (argument is null)
            {
                return null;
            }

            arguments.Add(argument);
        }

        return string.Join(", ", arguments);
    }
}
