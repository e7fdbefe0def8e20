using System.Collections.Immutable;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Masking.Generators.Analysis;

/// <summary>
/// Reports mistakes in declarations while code is edited. It runs the parser of the generator, so the two always agree. In builds the
/// generator reports the same.
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
        Rules.SkipsConstructor, Rules.NotRegistered, Rules.InitializerDoesNotFit, Rules.WithoutEffectOnComponent, Rules.NoAttribute,
        Rules.IntervalDoesNotFit, Rules.ValueOfOtherActor,
        Rules.DistinctDoesNotFit,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A declaration may be in a file with an auto-generated header.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(
            static symbol => DeclarationCheck.Check((INamedTypeSymbol)symbol.Symbol,
                new Reporter(symbol.ReportDiagnostic, symbol.Compilation), symbol.CancellationToken),
            SymbolKind.NamedType);
    }
}
