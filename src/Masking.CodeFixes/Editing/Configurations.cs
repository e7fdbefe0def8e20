using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Masking.CodeFixes.Editing;

/// <summary>
/// The configurations of a file with <c>#if</c>. A change of code that belongs to several of them can be right in one and wrong in another:
/// <c>partial</c> in front of a type is a second one where a branch in front of it contains the first.
/// </summary>
internal static class Configurations
{
    /// <summary>The number of symbols of which all combinations are tried.</summary>
    private const int MostSymbols = 4;

    /// <summary>Whether the changes of a file cause no error in the syntax of any configuration.</summary>
    public static bool StayValid(SyntaxTree file, IEnumerable<TextChange> changes)
    {
        string[] symbols = SymbolsIn(file);
        if (symbols.Length == 0)
        {
            return true;
        }

        SourceText before = file.GetText();
        SourceText after = before.WithChanges(changes.OrderBy(change => change.Span.Start));
        CSharpParseOptions options = (CSharpParseOptions)file.Options;
        return Enumerable.Range(0, 1 << symbols.Length).All(combination =>
        {
            IEnumerable<string> defined = symbols.Where((_, i) => (combination >> i & 1) == 1);
            CSharpParseOptions other = options.WithPreprocessorSymbols(options.PreprocessorSymbolNames.Except(symbols).Concat(defined));
            return Errors(after, other) <= Errors(before, other);
        });
    }

    private static string[] SymbolsIn(SyntaxTree file) => file.GetRoot().ContainsDirectives
        ? [.. file.GetRoot().DescendantTrivia().Select(trivia => trivia.GetStructure()).OfType<ConditionalDirectiveTriviaSyntax>()
            .SelectMany(directive => directive.Condition.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>()
            .Select(symbol => symbol.Identifier.ValueText).Distinct().Take(MostSymbols)]
        : [];

    /// <summary>The number of syntax errors, and of modifiers, attributes, arguments and members that occur twice.</summary>
    private static int Errors(SourceText text, CSharpParseOptions options)
    {
        SyntaxTree file = CSharpSyntaxTree.ParseText(text, options);
        return file.GetDiagnostics().Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            + file.GetRoot().DescendantNodes().Sum(node => node switch
            {
                TypeDeclarationSyntax type => Repeated(type.Modifiers.Select(modifier => modifier.ValueText)) + Repeated(AttributesOf(type))
                    + Repeated(type.Members.OfType<PropertyDeclarationSyntax>().Select(property => property.Identifier.ValueText)),
                MemberDeclarationSyntax member =>
                    Repeated(member.Modifiers.Select(modifier => modifier.ValueText)) + Repeated(AttributesOf(member)),
                AttributeArgumentListSyntax list => Repeated(
                    list.Arguments.Select(argument => argument.NameEquals?.Name.Identifier.ValueText).OfType<string>()),
                _ => 0,
            });
    }

    private static IEnumerable<string> AttributesOf(MemberDeclarationSyntax member) =>
        member.AttributeLists.SelectMany(list => list.Attributes).Select(attribute => attribute.Name.ToString());

    private static int Repeated(IEnumerable<string> names) => names.GroupBy(name => name).Count(group => group.Count() > 1);
}
