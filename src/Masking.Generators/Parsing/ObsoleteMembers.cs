using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Finds declarations that generated code cannot use because a symbol is <c>[Obsolete]</c> as an error.</summary>
internal static class ObsoleteMembers
{
    /// <summary>Reports such declarations.</summary>
    /// <returns>The declarations that the model leaves out.</returns>
    public static List<Declaration> Check(
        INamedTypeSymbol type, List<Declaration> declarations, Reporter reporter, CancellationToken cancellation)
    {
        List<Declaration> left = [];
        if (type.TypesAround().Any(current => current.IsObsolete()))
        {
            return left; // obsolete code may use obsolete symbols
        }

        foreach (Declaration declaration in declarations)
        {
            cancellation.ThrowIfCancellationRequested();
            // Obsolete enum values do not matter: generated code writes their numbers.
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
                reporter.MarkBroken(); // the compiler reports it at the declaration
            }
            else
            {
                string name = obsolete.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
                string what = obsolete is IPropertySymbol ? "it" : $"'{name}'";
                Place place = obsolete is IPropertySymbol
                    ? Place.At(declaration.Property)
                    : Place.At(declaration.TypeLocation).RelatedTo(obsolete);
                reporter.Report(Rules.ObsoleteAsError, place, declaration.Member.Name, what);
            }
        }

        return left;
    }
}
