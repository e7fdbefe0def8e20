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
        IncrementalValuesProvider<PolicyModel> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.MaskedPolicy,
                static (node, _) => node.Kind() is SyntaxKind.ClassDeclaration or SyntaxKind.RecordDeclaration,
                static (target, cancellation) => Parse(target, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(ModelStep);

        context.RegisterSourceOutput(models, static (output, model) => output.AddSource(model.HintName, PolicyEmitter.Emit(model)));
    }

    private static PolicyModel? Parse(GeneratorAttributeSyntaxContext target, CancellationToken cancellation)
    {
        // The attribute may, wrongly, stand on several parts of a class; it still is one policy.
        INamedTypeSymbol type = (INamedTypeSymbol)target.TargetSymbol;
        SyntaxReference? first = type.PolicyAttribute()?.ApplicationSyntaxReference;
        return first is not null && first.SyntaxTree == target.TargetNode.SyntaxTree && target.TargetNode.Span.Contains(first.Span)
            ? PolicyParser.Parse(type, Reporter.Silent(), cancellation)
            : null;
    }
}
