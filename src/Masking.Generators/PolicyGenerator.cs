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

/// <summary>Generates the code of every class with <c>[MaskedPolicy]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PolicyGenerator : IIncrementalGenerator
{
    /// <summary>The tracking name of the step that parses declarations.</summary>
    public const string ModelStep = "Model";

    private readonly Candidate.Parser _parse;
    private readonly Func<PolicyModel, CancellationToken, string> _emit;

    /// <summary>Creates the generator.</summary>
    public PolicyGenerator()
        : this(PolicyParser.Parse, PolicyEmitter.Emit)
    {
    }

    /// <summary>Creates a generator with another parser and emitter, for tests.</summary>
    internal PolicyGenerator(Candidate.Parser parse, Func<PolicyModel, CancellationToken, string> emit)
    {
        _parse = parse;
        _emit = emit;
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<CompilationDeclarations> declarations = context.CompilationProvider.Select(
            static (compilation, _) => new CompilationDeclarations((CSharpCompilation)compilation)
        );
        IncrementalValuesProvider<ParseResult> results = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                KnownTypes.MaskedPolicy,
                static (node, _) => node.Kind() is SyntaxKind.ClassDeclaration or SyntaxKind.RecordDeclaration,
                (target, _) => Candidate.Of(target, _parse))
            .Where(static candidate => candidate is not null)
            .Select(static (candidate, _) => candidate!)
            .Combine(declarations)
            .WithComparer(new CandidateComparer())
            .Select(static (candidate, cancellation) => candidate.Left.Parse(cancellation))
            .WithTrackingName(ModelStep)
            .Where(static result => result is not null)
            .Select(static (result, _) => result!);

        context.RegisterSourceOutput(results, Emit);

        // Builds run this output, editors do not. A build in which a generator reports an error ends before its analyzers run, so each
        // error is reported once: here in builds, even where analyzers are off, and by the analyzer in editors.
        context.RegisterImplementationSourceOutput(
            context.CompilationProvider,
            static (output, compilation) => DeclarationCheck.CheckAll(
                compilation,
                output.ReportDiagnostic,
                outside => output.AddSource(outside.HintName, PolicyEmitter.Emit(outside, output.CancellationToken)),
                output.CancellationToken));
    }

    /// <summary>Emits the code of one class. An exception is reported, and does not affect other classes.</summary>
    private void Emit(SourceProductionContext output, ParseResult result)
    {
        if (result.Policy is not { } policy)
        {
            output.ReportDiagnostic(result.Failure!.ToDiagnostic());
            return;
        }

        try
        {
            output.AddSource(policy.HintName, _emit(policy, output.CancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            output.ReportDiagnostic(GeneratorFailure.InEmitting(policy.Name, exception));
        }
    }
}
