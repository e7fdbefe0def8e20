using Microsoft.CodeAnalysis;

namespace Masking.Generators.Tests;

/// <summary>Code is wrong most of the time that it is being typed: neither the generator nor the analyzer ever throws.</summary>
public sealed class RobustnessTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TokensDeletedAtRandom_NeverThrow(int seed) => Survive(seed, Declared.Everything, Mutations.DeleteTokens);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void TokensSwappedAtRandom_NeverThrow(int seed) => Survive(seed, Declared.Everything, Mutations.SwapTokens);

    [Theory]
    [InlineData("[MaskedPolicy] partial class")]
    [InlineData("[MaskedPolicy] partial class { [Observation(3)] public partial MlpEncoder { get; } }")]
    [InlineData("[MaskedPolicy] partial class P { [Observation(3)] public partial MlpEncoder")]
    [InlineData("[MaskedPolicy] partial class P { [Observation(3)] }")]
    [InlineData(
        "[MaskedPolicy] partial class P { [Observation(3)] public partial MlpEncoder { get; } [Observation(3)] public partial "
            + "MlpEncoder { get; } }"
    )]
    [InlineData("[MaskedPolicy] partial class P<,> { [ActionMask] public partial Head<> H { get; } }")]
    [InlineData("[MaskedPolicy] partial class P { [ActionMask] public partial Head<bool, int> H { get; } }")]
    [InlineData("[MaskedPolicy] partial class P { [ActionMask] public partial Head H { get; } }")]
    [InlineData("[MaskedPolicy] partial class P { [ActionMask] public partial QHead<> Q { get; } }")]
    [InlineData(
        "[MaskedPolicy] partial class P { [ActionMask] public partial QHead<bool>? Q { get; } [Observation(1)] public partial "
            + "MlpEncoder X { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [ActionMask, ActiveWhen(nameof(R), true)] public partial QHead<Missing> Q { get; } "
            + "[ActionMask(Each = nameof(X))] public partial QHead<int> R { get; } [Value] ValueHead V }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [ActionMask, MaskPer] public partial QHead<bool> Q { get; } [ActionMask, MaskPer(nameof(Q))] "
            + "public partial PointerHead R { get; } [Observation(1)] public partial MlpEncoder X { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [ActionMask] public partial QHead<bool> Values { get; } [Observation(1)] public partial "
            + "MlpEncoder Observation { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [ActionMask] public partial QHead<bool> Values { get; } [Core(4)] public partial GruCore "
            + "Observation { get; } [Observation(1)] public partial MlpEncoder X { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [ActionMask] public partial QHead<bool> forward { get; } [Core(4)] public partial GruCore? "
            + "train { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [Core] public partial LstmCore Memory { get; } [Core(2)] public partial RecurrentCore? Unroll "
            + "{ get; } [ActionMask] public partial Head<Memory> H { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P<Memory> { [Core(int.MinValue)] public partial LstmCore Core { get; } [ActionMask] public "
            + "partial Head<bool> H { get; } [Observation(1)] public partial MlpEncoder Remember { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [EntityMask(1), AttendsTo(nameof(P), nameof(), null, 1)] public partial AttentionEncoder A { "
            + "get; } [AttendsTo] public AttentionEncoder B; [AttendsTo(nameof(A))] public partial AttentionEncoder { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [EntityMask(1), AttendsTo(default(string[])), AttendsTo([])] public partial AttentionEncoder "
            + "A { get; } [Value(Sees = [[], null, nameof(A)], Sees = 3)] public partial ValueHead V { get; } [ActionMask] public "
            + "partial Head<bool> H { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [Value(Sees = null)] public partial ValueHead V { get; } [Value(Sees = )] public partial "
            + "ValueHead W { get; } [ActionMask(Each = nameof(P))] public partial Head<bool> H { get; } }"
    )]
    [InlineData("[MaskedPolicy] partial class P : P { }")]
    [InlineData("[MaskedPolicy] partial class P : P.Observation { }")]
    [InlineData("[MaskedPolicy] partial class P : System.Collections.Generic.List<P> { }")]
    [InlineData("[MaskedPolicy] partial delegate void P();")]
    [InlineData("[MaskedPolicy(1)] partial class P { }")]
    [InlineData("[MaskedPolicy] [MaskedPolicy] partial class P { }")]
    [InlineData("[MaskedPolicy] partial class P { } [MaskedPolicy] class P { } [MaskedPolicy] partial class P { }")]
    [InlineData("[MaskedPolicy] partial class P { } [MaskedPolicy] partial struct P { } [MaskedPolicy] partial record P { }")]
    [InlineData(
        "namespace A.B { [MaskedPolicy] partial class P { } } namespace A { partial class B { [MaskedPolicy] partial class P { } } }"
    )]
    [InlineData("enum E : string { A, B } [MaskedPolicy] partial class P { [ActionMask] public partial Head<E> H { get; } }")]
    [InlineData("enum E { A = B, B = A, C = Missing } [MaskedPolicy] partial class P { [ActionMask] public partial Head<E> H { get; } }")]
    [InlineData("enum E { , } [MaskedPolicy] partial class P { [ActionMask] public partial Head<E> H { get; } }")]
    [InlineData(
        "[MaskedPolicy] partial class P { [ActionMask] public partial Head<bool> this[int i] { get; } [ActionMask] public partial "
            + "Head<bool> this[int i] { get; } }"
    )]
    [InlineData("[MaskedPolicy] partial class P { [ActionMask] partial Head<bool> System.IDisposable.H { get; } }")]
    [InlineData(
        "[MaskedPolicy] partial class P { [ActionMask] public partial Head<bool>* H { get; } [Observation(1)] public partial "
            + "MlpEncoder[] X { get; } [Core(1)] public partial dynamic C { get; } [Value] public partial void V { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [ActionMask] public int H() => 1; [Observation(1)] int x; [EntityMask(3)] event System.Action "
            + "E; }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { /// <summary>Broken <b></summary>\n [Observation(1)] public partial MlpEncoder X { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [Observation(int.MaxValue + 1)] public partial MlpEncoder X { get; } [Observation(1L)] public "
            + "partial MlpEncoder Y { get; } [Observation(null)] public partial MlpEncoder Z { get; } }"
    )]
    [InlineData(
        "[MaskedPolicy] partial class P { [ActionMask(Choices = int.MaxValue)] public partial Head<int> H { get; } "
            + "[AgentGrid(int.MaxValue, int.MaxValue, int.MaxValue)] public partial ConvEncoder X { get; } }"
    )]
    [InlineData("[assembly: MaskedPolicy] [module: MaskedPolicy] [return: MaskedPolicy] partial class P { }")]
    [InlineData("partial class P { [MaskedPolicy] void M() { } [MaskedPolicy] partial class { [MaskedPolicy] partial class { } } }")]
    [InlineData(
        "extension(MlpEncoder e) { } [MaskedPolicy] static partial class P { extension(MlpEncoder e) { [Observation(3)] public partial "
            + "MlpEncoder X { get; } } }"
    )]
    [InlineData("using Masking; var x = 1; [MaskedPolicy] void Local() { }")]
    public void StrangeDeclarations_NeverThrow(string source) => NeverThrows(source, source);

    private static void Survive(int seed, string source, Mutation mutate)
    {
        foreach (string mutated in Mutations.Of(source, seed, mutate))
        {
            NeverThrows(mutated, $"a mutation of seed {seed}");
        }
    }

    /// <summary>Running and analyzing assert that nothing has thrown; here too that what was written is C#.</summary>
    private static void NeverThrows(string source, string what)
    {
        Compiled compiled = Compile.Run(source);
        Analyze.Diagnostics(Compile.Source(source));
        Assert.All(
            compiled.Texts,
            text =>
                Assert.True(
                    text.SyntaxTree.GetDiagnostics(TestContext.Current.CancellationToken)
                        .All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error),
                    $"What is generated for {what} is no C#:\n{source}\n{text.SourceText}"
                )
        );
    }
}
