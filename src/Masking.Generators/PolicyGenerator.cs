using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators;

/// <summary>Writes the code of every class that carries <c>[MaskedPolicy]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PolicyGenerator : IIncrementalGenerator
{
    /// <summary>The tracking name of the step that parses declarations.</summary>
    public const string ModelStep = "Model";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<Surface> surface = context.CompilationProvider.Select(static (compilation, _) => new Surface((CSharpCompilation)compilation));
        IncrementalValuesProvider<PolicyModel> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.MaskedPolicy,
                static (node, _) => node.Kind() is SyntaxKind.ClassDeclaration or SyntaxKind.RecordDeclaration,
                static (target, _) => Candidate.Of(target))
            .Where(static candidate => candidate is not null)
            .Select(static (candidate, _) => candidate!)
            .Combine(surface)
            .WithComparer(new UnchangedCandidates())
            .Select(static (candidate, cancellation) => candidate.Left.Read(cancellation))
            .WithTrackingName(ModelStep)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!);

        context.RegisterSourceOutput(models, static (output, model) => output.AddSource(model.HintName, PolicyEmitter.Emit(model)));

        // Builds run this output, and end before any analyzer runs where it reports an error, so each error is reported once. It does not depend on analyzers being on.
        // Editors do not run it; there the analyzer reports.
        context.RegisterImplementationSourceOutput(
            context.CompilationProvider,
            static (output, compilation) => DeclarationCheck.CheckAll(compilation, output.ReportDiagnostic, output.CancellationToken));
    }
}
