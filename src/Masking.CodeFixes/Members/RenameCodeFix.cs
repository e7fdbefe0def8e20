using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Rename;

namespace Masking.CodeFixes.Members;

/// <summary>Renames a member that has the name of a generated member, and all references to it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RenameCodeFix))]
[Shared]
public sealed class RenameCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ReservedName.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Solution solution = context.Document.Project.Solution;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            Reported? reported = await Reported.Of(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false);
            if (reported?.Declared is { IsOverride: false } symbol)
            {
                string name = FreeName(symbol);
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Rename '{symbol.Name}' to '{name}'",
                        cancellation => Renamer.RenameSymbolAsync(solution, symbol, new SymbolRenameOptions(), name, cancellation),
                        nameof(RenameCodeFix)),
                    diagnostic);
            }
        }
    }

    private static string FreeName(ISymbol symbol)
    {
        HashSet<string> taken = [.. symbol.ContainingType?.MemberNames ?? []];
        return taken.TakeFree(symbol switch
        {
            IPropertySymbol when symbol.Has(KnownTypes.ActionMask) => symbol.Name + "Head",
            IPropertySymbol when symbol.Has(KnownTypes.Core) => symbol.Name + "Core",
            IPropertySymbol when symbol.Has(KnownTypes.Value) => symbol.Name + "Value",
            IPropertySymbol when Declaration.AttributesOf(symbol).Length > 0 => symbol.Name + "Input",
            IPropertySymbol { ContainingType.IsRecord: true } or IParameterSymbol => symbol.Name + "Choice",
            INamedTypeSymbol type when type.PolicyAttribute() is not null => symbol.Name + "Policy",
            ITypeParameterSymbol => "T" + symbol.Name,
            _ => "Own" + symbol.Name,
        });
    }
}
