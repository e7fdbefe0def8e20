using Masking.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Benchmarks.Baselines.Generating;

/// <summary>The same parser and emitter in a pipeline that holds the compilation: whatever changes, everything is written anew.</summary>
internal sealed class HoldingGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<(ClassDeclarationSyntax Type, Compilation Compilation)> policies = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                typeof(MaskedPolicyAttribute).FullName!,
                (node, _) => node is ClassDeclarationSyntax,
                (target, _) => (ClassDeclarationSyntax)target.TargetNode
            )
            .Combine(context.CompilationProvider);
        context.RegisterSourceOutput(
            policies,
            (output, policy) =>
            {
                INamedTypeSymbol type = (INamedTypeSymbol)
                    policy.Compilation.GetSemanticModel(policy.Type.SyntaxTree).GetDeclaredSymbol(policy.Type, output.CancellationToken)!;
                PolicyModel model = PolicyParser.Parse(type, Reporter.Silent(policy.Compilation), output.CancellationToken)!;
                output.AddSource(model.HintName, PolicyEmitter.Emit(model));
            }
        );
    }
}
