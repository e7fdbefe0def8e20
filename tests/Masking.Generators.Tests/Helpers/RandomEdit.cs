using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Masking.Generators.Tests;

/// <summary>Edits of a project at random places.</summary>
/// <param name="random">Selects the edits.</param>
/// <param name="files">The number of files that are edited.</param>
internal sealed class RandomEdit(Random random, int files)
{
    private static readonly string[] Attributes =
    [
        "[MaskedPolicy] ", "[ActionMask] ", "[Observation(3)] ", "[EntityMask(4)] ", "[Core(8)] ", "[System.Flags] ",
        "[System.Obsolete(\"\", true)] ", "[ActiveWhen(\"Command\", Order.Move)] ", "[Given(\"Target\")] ", "[MaskPer(\"Command\")] ",
    ];

    private static readonly string[] Expressions =
    [
        "0", "1", "2", "5", "true", "null", "default", "\"Units\"", "nameof(Game)", "Game.Sizes.Width", "Game.Order.Move", "[1]", "new(3)",
    ];

    private static readonly string[] Modifiers =
        ["", "public", "internal", "private", "partial", "static", "readonly", "const", "sealed", "abstract", "required"];

    private static readonly string[] Tokens = ["", ";", ",", ")", "}", "=", "/*"];

    private delegate IEnumerable<TextSpan> Places(SyntaxNode root);

    /// <summary>The project after one edit.</summary>
    public CSharpCompilation Apply(CSharpCompilation project) => random.Next(9) switch
    {
        0 => Replace(project, Numbers, random.Next(13).ToString(CultureInfo.InvariantCulture)),
        1 => Replace(project, Values, Pick(Expressions)),
        2 => Replace(project, root => Nodes<AttributeListSyntax>(root).Select(list => list.Span), ""),
        3 => Replace(project, root => Nodes<MemberDeclarationSyntax>(root).Select(Start), Pick(Attributes)),
        4 => Replace(project, ModifiersOf, Pick(Modifiers)),
        5 => Replace(project, root => Nodes<StatementSyntax>(root).Select(Start), $"System.Console.WriteLine({Pick(Expressions)});\n"),
        6 => Replace(project, root => root.DescendantTokens().Select(token => token.Span), Pick(Tokens)),
        7 => Rename(project),
        _ => Move(project),
    };

    private static IEnumerable<T> Nodes<T>(SyntaxNode root) => root.DescendantNodes().OfType<T>();

    private static TextSpan Start(SyntaxNode node) => new(node.SpanStart, 0);

    private static IEnumerable<TextSpan> Numbers(SyntaxNode root) =>
        root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.NumericLiteralToken)).Select(token => token.Span);

    /// <summary>The ends of all types.</summary>
    private static IEnumerable<TextSpan> Ends(SyntaxNode root) =>
        Nodes<TypeDeclarationSyntax>(root).Select(type => new TextSpan(type.CloseBraceToken.SpanStart, 0));

    private static IEnumerable<TextSpan> ModifiersOf(SyntaxNode root) =>
        Nodes<MemberDeclarationSyntax>(root).SelectMany(member => member.Modifiers).Select(modifier => modifier.Span);

    /// <summary>The values of fields, constants, properties, enum members, parameters and attributes.</summary>
    private static IEnumerable<TextSpan> Values(SyntaxNode root) =>
        Nodes<EqualsValueClauseSyntax>(root).Select(initializer => initializer.Value.Span)
            .Concat(Nodes<AttributeArgumentSyntax>(root).Select(argument => argument.Expression.Span));

    private static CSharpCompilation Change(CSharpCompilation project, int file, params IEnumerable<TextChange> changes)
    {
        SyntaxTree old = project.SyntaxTrees[file];
        return project.ReplaceSyntaxTree(old, old.WithChangedText(old.GetText().WithChanges(changes)));
    }

    private CSharpCompilation Replace(CSharpCompilation project, Places places, string text) =>
        Find(project, places) is (int file, TextSpan span) ? Change(project, file, new TextChange(span, text)) : project;

    /// <summary>Gives an identifier another name everywhere.</summary>
    private CSharpCompilation Rename(CSharpCompilation project)
    {
        if (Find(project, Identifiers) is not (int file, TextSpan span))
        {
            return project;
        }

        string name = project.SyntaxTrees[file].GetText().ToString(span);
        return Enumerable.Range(0, files).Aggregate(project, (renamed, each) => Change(renamed, each, renamed.SyntaxTrees[each].GetRoot()
            .DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.Text == name)
            .Select(token => new TextChange(token.Span, name + "2"))));
    }

    private static IEnumerable<TextSpan> Identifiers(SyntaxNode root) =>
        root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.Span);

    /// <summary>Moves a member to the end of a type, which may be in another file.</summary>
    private CSharpCompilation Move(CSharpCompilation project)
    {
        if (Find(project, root => Nodes<MemberDeclarationSyntax>(root).Select(member => member.Span)) is not (int from, TextSpan span))
        {
            return project;
        }

        string member = project.SyntaxTrees[from].GetText().ToString(span);
        project = Change(project, from, new TextChange(span, ""));
        return Replace(project, Ends, member);
    }

    /// <summary>A random place in a random file that has one. Constants and enums, which others depend on, are in small files.</summary>
    private (int File, TextSpan Span)? Find(CSharpCompilation project, Places places)
    {
        IGrouping<int, TextSpan>[] found =
        [
            .. Enumerable.Range(0, files)
                .SelectMany(file => places(project.SyntaxTrees[file].GetRoot()).Select(span => (File: file, Span: span)))
                .GroupBy(place => place.File, place => place.Span),
        ];
        if (found.Length == 0)
        {
            return null;
        }

        IGrouping<int, TextSpan> spans = Pick(found);
        return (spans.Key, Pick([.. spans]));
    }

    private T Pick<T>(T[] items) => items[random.Next(items.Length)];
}
