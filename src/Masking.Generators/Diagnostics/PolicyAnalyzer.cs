using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Masking.Generators;

/// <summary>
/// Reports wrong declarations while they are typed. It runs the generator's own parser, so the two never disagree; the generator
/// itself reports nothing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PolicyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.NotPartial, Rules.NotAPartialProperty, Rules.TypeDoesNotFit, Rules.UnknownReference, Rules.NoHead, Rules.SizeNotPositive,
        Rules.ChoicesDoNotFit, Rules.UnsupportedActionType, Rules.DeclaredTwice, Rules.ReservedName, Rules.MissingConstructor,
        Rules.OutsidePolicy, Rules.CannotBePolicy, Rules.NoInput, Rules.SeveralAttributes, Rules.LanguageVersion, Rules.OverDoesNotFit,
        Rules.AliasingValues, Rules.UnknownHead, Rules.DependsOnItself, Rules.ValueDoesNotFit, Rules.NeedsActionMask, Rules.OneQHead,
        Rules.CannotAttend, Rules.ValueCannotSee, Rules.QHeadRemembers, Rules.PicksDoNotFit, Rules.SeveralChoices,
        Rules.SizeTooLarge, Rules.HiddenType, Rules.CannotBeBuilt, Rules.HidesPart, Rules.ObsoleteAsError,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.PolicyAttribute() is null)
        {
            ReportOutsidePolicy(context, type);
        }
        else if (type.TypeKind == TypeKind.Class) // that the attribute stands on anything else is the compiler's to report
        {
            PolicyParser.Parse(type, new Reporter(context.ReportDiagnostic, context.Compilation), context.CancellationToken);
        }
    }

    private static void ReportOutsidePolicy(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        Reporter reporter = new(context.ReportDiagnostic, context.Compilation);
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            foreach (AttributeData attribute in Declaration.AttributesOf(property))
            {
                reporter.Report(Rules.OutsidePolicy, property, attribute.ShortName(), property.Name, type.Name);
            }
        }
    }
}
