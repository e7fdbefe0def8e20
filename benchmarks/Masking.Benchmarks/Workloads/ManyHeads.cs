using Masking.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Benchmarks.Workloads;

/// <summary>A project with one policy, whose one agent has many heads of all kinds.</summary>
internal sealed class ManyHeads
{
    private static readonly CSharpParseOptions CSharp14 = new(LanguageVersion.CSharp14);

    private static readonly string[] Kinds =
    [
        "[ActionMask] public partial Head<Order> Head{0} { get; }",
        "[ActionMask] public partial Head<bool> Head{0} { get; }",
        "[ActionMask(Choices = 7)] public partial Head<int> Head{0} { get; }",
        "[ActionMask] public partial Head<Perks> Head{0} { get; }",
        "[ActionMask(Over = nameof(Units))] public partial PointerHead Head{0} { get; }",
        "[ActionMask(Over = nameof(Units), AtMost = 3)] public partial SubsetHead Head{0} { get; }",
        "[ActionMask, ActiveWhen(nameof(Head0), Order.Move)] public partial Head<Order> Head{0} { get; }",
        "[ActionMask, MaskPer(nameof(Head0))] public partial Head<Order> Head{0} { get; }",
        "[ActionMask, Given(nameof(Head0), nameof(Head1))] public partial Head<Order> Head{0} { get; }",
    ];

    private readonly CSharpCompilation _compilation;

    /// <summary>A project for which the generator has not run yet.</summary>
    /// <param name="heads">The number of heads.</param>
    public ManyHeads(int heads)
    {
        IEnumerable<string> members = Enumerable.Range(0, heads).Select(i =>
            Kinds[i % Kinds.Length].Replace("{0}", $"{i}", StringComparison.Ordinal));
        string text = $$"""
            using Masking;

            namespace Game;

            public enum Order { Hold, Move, Gather, Attack }

            [System.Flags]
            public enum Perks { Fast = 1, Strong = 2 }

            [MaskedPolicy]
            public sealed partial class Policy
            {
                [EntityMask(features: 9)] public partial DeepSetEncoder Units { get; }
                {{string.Join("\n", members)}}
            }
            """;
        _compilation = CSharpCompilation.Create(
            "Game",
            [CSharpSyntaxTree.ParseText(text, CSharp14)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    /// <summary>The text that is generated for the policy.</summary>
    public string Generate() => CSharpGeneratorDriver
        .Create([new PolicyGenerator().AsSourceGenerator()], parseOptions: CSharp14)
        .RunGenerators(_compilation)
        .GetRunResult().Results.Single().GeneratedSources.Single().SourceText.ToString();
}
