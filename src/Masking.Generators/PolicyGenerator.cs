using Masking.Generators.Analysis;
using Masking.Generators.Diagnostics;
using Masking.Generators.Emitting;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Masking.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators;

/// <summary>Writes the code of every class that carries <c>[MaskedPolicy]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PolicyGenerator : IIncrementalGenerator
{
    /// <summary>The tracking name of the step that parses declarations.</summary>
    public const string ModelStep = "Model";

    private readonly Candidate.Parser _parse;
    private readonly Func<PolicyModel, string> _emit;

    /// <summary>The generator.</summary>
    public PolicyGenerator()
        : this(PolicyParser.Parse, PolicyEmitter.Emit)
    {
    }

    /// <summary>A generator that reads and writes in another way.</summary>
    internal PolicyGenerator(Candidate.Parser parse, Func<PolicyModel, string> emit)
    {
        _parse = parse;
        _emit = emit;
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<CompilationDeclarations> surface = context.CompilationProvider.Select(
            static (compilation, _) => new CompilationDeclarations((CSharpCompilation)compilation)
        );
        IncrementalValuesProvider<ParseResult> readings = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                KnownTypes.MaskedPolicy,
                static (node, _) => node.Kind() is SyntaxKind.ClassDeclaration or SyntaxKind.RecordDeclaration,
                (target, _) => Candidate.Of(target, _parse))
            .Where(static candidate => candidate is not null)
            .Select(static (candidate, _) => candidate!)
            .Combine(surface)
            .WithComparer(new CandidateComparer())
            .Select(static (candidate, cancellation) => candidate.Left.Read(cancellation))
            .WithTrackingName(ModelStep)
            .Where(static reading => reading is not null)
            .Select(static (reading, _) => reading!);

        context.RegisterSourceOutput(readings, Write);

        // Builds run this output, and end before any analyzer runs where it reports an error, so each error is reported once. It
        // does not depend on analyzers being on. Editors do not run it; there the analyzer reports.
        context.RegisterImplementationSourceOutput(
            context.CompilationProvider,
            static (output, compilation) => DeclarationCheck.CheckAll(compilation, output.ReportDiagnostic, output.CancellationToken));
    }

    /// <summary>Writes the code of one class. A fault in that is reported, and costs no other class its code.</summary>
    private void Write(SourceProductionContext output, ParseResult reading)
    {
        if (reading.Policy is not { } policy)
        {
            output.ReportDiagnostic(reading.Failure!.ToDiagnostic());
            return;
        }

        try
        {
            output.AddSource(policy.HintName, _emit(policy));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            output.ReportDiagnostic(GeneratorFailure.InEmitting(policy.Name, exception));
        }
    }
}
