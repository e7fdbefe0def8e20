using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Finds members that generated code cannot use, because to use them is an error.</summary>
internal static class ObsoleteMembers
{
    /// <summary>Reports them.</summary>
    /// <returns>The members that are then left out.</returns>
    public static List<Declaration> Check(INamedTypeSymbol type, List<Declaration> declarations, Reporter reporter)
    {
        List<Declaration> left = [];
        if (type.TypesAround().Any(current => current.IsObsolete()))
        {
            return left; // What is obsolete may use what is.
        }

        foreach (Declaration declaration in declarations)
        {
            // Values of enums are written as numbers where their names would be errors.
            ISymbol? obsolete = ReferencedSymbols.Of(declaration)
                .FirstOrDefault(symbol => symbol is not IFieldSymbol && symbol.IsObsoleteAsError());
            if (obsolete is null)
            {
                continue;
            }

            left.Add(declaration);
            bool isWritten = declaration.Property.Type.NamedTypes().Contains(obsolete, SymbolEqualityComparer.Default);
            if (isWritten && !declaration.Property.IsObsolete())
            {
                reporter.MarkBroken(); // The compiler reports it where the member is declared.
            }
            else
            {
                string name = obsolete.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
                string what = obsolete is IPropertySymbol ? "it" : $"'{name}'";
                reporter.Report(Rules.ObsoleteAsError, declaration.Property, declaration.Member.Name, what);
            }
        }

        return left;
    }
}
