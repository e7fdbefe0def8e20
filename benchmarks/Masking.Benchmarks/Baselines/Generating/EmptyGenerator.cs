using Microsoft.CodeAnalysis;

namespace Masking.Benchmarks.Baselines.Generating;

/// <summary>A generator that finds the policies and generates nothing: what Roslyn alone takes for a keystroke.</summary>
internal sealed class EmptyGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.SyntaxProvider.ForAttributeWithMetadataName(typeof(MaskedPolicyAttribute).FullName!, (_, _) => true, (_, _) => 0),
        (_, _) => { });
}
