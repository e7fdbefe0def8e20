using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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
        IncrementalValuesProvider<PolicyModel> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.MaskedPolicy,
                static (node, _) => node is ClassDeclarationSyntax,
                static (target, cancellation) => PolicyParser.Parse((INamedTypeSymbol)target.TargetSymbol, report: null, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(ModelStep);

        context.RegisterSourceOutput(models, static (output, model) => output.AddSource(model.HintName, PolicyEmitter.Emit(model)));
    }
}
