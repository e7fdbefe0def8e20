using Masking.Generators.Diagnostics;
using Masking.Generators.Emitting;
using Masking.Generators.Model;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Benchmarks.Baselines.Generating;

/// <summary>
/// The parser and the emitter of the library in a pipeline that depends on the whole compilation. Every edit regenerates everything.
/// </summary>
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
                output.AddSource(model.HintName, PolicyEmitter.Emit(model, output.CancellationToken));
            }
        );
    }
}
