using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>Where a policy can stand, and how its file is then called.</summary>
public sealed class PlacementTests
{
    private const string Policy = $"[MaskedPolicy] public sealed partial class Policy {{ {Declared.Members} }}";

    [Fact]
    public void GlobalNamespace_IsLeftOut()
    {
        Compiled compiled = Compile.Valid(Policy, Declared.Use);

        Assert.Equal(["Policy.g.cs"], compiled.HintNames);
        Assert.DoesNotContain("namespace", compiled.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class")]
    [InlineData("static class")]
    [InlineData("struct")]
    [InlineData("readonly struct")]
    [InlineData("ref struct")]
    [InlineData("record")]
    [InlineData("record class")]
    [InlineData("record struct")]
    [InlineData("readonly record struct")]
    [InlineData("interface")]
    public void NestedPolicy_IsGeneratedWithinTypesOfAnyKind(string keyword)
    {
        string header = keyword.Contains("record", StringComparison.Ordinal) || !keyword.Contains(' ', StringComparison.Ordinal)
            ? $"public partial {keyword}"
            : $"public {keyword.Split(' ')[0]} partial {keyword.Split(' ')[1]}";
        header = keyword == "readonly record struct" ? "public readonly partial record struct" : header;

        Compiled compiled = Compile.Valid($"namespace Game; {header} Outer {{ {Policy} }}");

        Assert.Equal(["Game.Outer.Policy.g.cs"], compiled.HintNames);
        Assert.Equal("Outer", compiled.Type("Game.Outer+Policy+Observation").ContainingType.ContainingType.Name);
    }

    [Fact]
    public void GenericContainersAndPolicies_KeepTheirTypeParameters()
    {
        Compiled compiled = Compile.Valid(
            $$"""
            namespace Game;
            public partial class Outer<TKey> where TKey : notnull
            {
                public partial record struct Inner<TKey2, TValue> where TValue : class
                {
                    [MaskedPolicy]
                    public sealed partial class Policy<T> where T : struct
                    {
                        public enum Order { Hold, Move }
                        [Observation(4)] public partial MlpEncoder Globals { get; }
                        [EntityMask(3)] public partial DeepSetEncoder Units { get; }
                        [ActionMask] public partial Head<Order> Command { get; }
                        [ActionMask(Over = nameof(Units))] public partial PointerHead Target { get; }
                    }
                }
            }
            """);

        Assert.Equal(["Game.Outer-1.Inner-2.Policy-1.g.cs"], compiled.HintNames);
        Assert.Equal("Actions", compiled.Type("Game.Outer`1+Inner`2+Policy`1+Actions").Name);
    }

    [Fact]
    public void KeywordNames_AreEscapedEverywhere()
    {
        Compiled compiled = Compile.Valid(
            """
            namespace @namespace.@class;
            public enum @enum { @default, @new, @record }
            public partial struct @struct<@int>
            {
                [MaskedPolicy]
                public sealed partial class @event
                {
                    [Observation(4)] public partial MlpEncoder @in { get; }
                    [EntityMask(4, Pairwise = true)] public partial AttentionEncoder @object { get; }
                    [AgentGrid(4)] public partial ConvEncoder @field { get; }
                    [Core(8)] public partial MlpCore @base { get; }
                    [ActionMask] public partial Head<@enum> @class { get; }
                    [ActionMask(AllowEmpty = true)] public partial Head<@enum> @value { get; }
                    [ActionMask(Each = nameof(@object), Over = nameof(@field))] public partial PointerHead @out { get; }
                    [ActionMask(Each = nameof(@field), Over = nameof(@object))] public partial PointerHead @ref { get; }
                    [Value] public partial ValueHead @double { get; }
                }
            }
            """);

        Assert.Equal(["namespace.class.struct-1.event.g.cs"], compiled.HintNames);
        Assert.Contains("\"class\"", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void PoliciesThatDifferOnlyInCase_HaveFilesOfTheirOwn()
    {
        Compiled compiled = Compile.Valid(
            $"namespace Game {{ [MaskedPolicy] public sealed partial class Policy {{ {Declared.Members} }} }}",
            $"namespace Game {{ [MaskedPolicy] public sealed partial class POLICY {{ {Declared.Members} }} }}",
            $"namespace GAME {{ [MaskedPolicy] public sealed partial class Policy {{ {Declared.Members} }} }}",
            $"namespace GAME.game {{ partial class Outer {{ [MaskedPolicy] public sealed partial class Policy {{ {Declared.Members} }} "
                + $"}} }}",
            $"namespace GAME.game {{ partial class oUTER {{ [MaskedPolicy] public sealed partial class Policy {{ {Declared.Members} }} "
                + $"}} }}"
        );

        Assert.Equal(5, compiled.HintNames.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void PoliciesThatDifferInArity_HaveFilesOfTheirOwn()
    {
        Compiled compiled = Compile.Valid(
            $$"""
            namespace Game;
            [MaskedPolicy] public sealed partial class Policy { {{Declared.Members}} }
            [MaskedPolicy] public sealed partial class Policy<T> { {{Declared.Members}} }
            [MaskedPolicy] public sealed partial class Policy<T1, T2> { {{Declared.Members}} }
            """);

        Assert.Equal(["Game.Policy-1.g.cs", "Game.Policy-2.g.cs", "Game.Policy.g.cs"], compiled.HintNames);
    }

    [Fact]
    public void TwinNames_AreTheSameInEveryCompilation()
    {
        string twins =
            $"[MaskedPolicy] public sealed partial class Policy {{ {Declared.Members} }} [MaskedPolicy] public sealed partial class "
                + $"pOLICY {{ {Declared.Members} }}";

        Assert.Equal(Compile.Valid(twins).HintNames, Compile.Valid("// another text\n" + twins).HintNames);
    }

    [Fact]
    public void PartsInSeveralFiles_AreOnePolicy()
    {
        Compiled compiled = Compile.Valid(
            "namespace Game; [MaskedPolicy] public sealed partial class Policy { [ActionMask(Each = nameof(Units))] public partial "
                + "Head<bool> Jump { get; } }",
            "namespace Game; partial class Policy { [EntityMask(4)] public partial DeepSetEncoder Units { get; } public int Age => 3; }",
            "namespace Game { partial class Policy { private static int Helper() => 1; } }");

        Assert.Equal(["Game.Policy.g.cs"], compiled.HintNames);
        Assert.Contains("public partial global::Masking.DeepSetEncoder Units", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AttributeOnBothParts_IsOnlyTheCompilersError()
    {
        Compiled compiled = Compile.Run(
            $"[MaskedPolicy] public sealed partial class Policy {{ {Declared.Members} }}",
            "[MaskedPolicy] partial class Policy;",
            Declared.Use);

        Assert.Equal(["CS0579"], compiled.Problems().Select(problem => problem.Id));
        Assert.Empty(compiled.Reported());
        Assert.Single(compiled.Texts);
    }

    [Fact]
    public void AttributeThroughAnAlias_IsFound()
    {
        Compiled compiled = Compile.Valid(
            """
            using MP = Masking.MaskedPolicyAttribute;
            using See = Masking.ObservationAttribute;
            using Flag = Masking.Head<bool>;
            [MP] public sealed partial class Policy
            {
                [See(4)] public partial MlpEncoder Globals { get; }
                [ActionMask] public partial Flag Jump { get; }
            }
            """,
            Declared.Use);

        Assert.Equal(["Policy.g.cs"], compiled.HintNames);
    }

    [Fact]
    public void QualifiedNames_AreFound()
    {
        Compiled compiled = Compile.Valid(
            """
            [global::Masking.MaskedPolicyAttribute] public sealed partial class Policy
            {
                [global::Masking.Observation(4)] public partial global::Masking.MlpEncoder Globals { get; }
                [Masking.ActionMaskAttribute] public partial Masking.Head<System.Boolean> Jump { get; }
            }
            """,
            Declared.Use);

        Assert.Equal(["Policy.g.cs"], compiled.HintNames);
    }

    [Theory]
    [InlineData("internal", "public", "public")]
    [InlineData("internal", "internal", "internal")]
    [InlineData("public", "protected internal", "private")]
    [InlineData("public", "internal", "private protected")]
    public void AccessOfMembers_IsRepeated(string type, string input, string head)
    {
        Compiled compiled = Compile.Valid(
            $$"""
            [MaskedPolicy] {{type}} partial class Policy
            {
                [Observation(4)] {{input}} partial MlpEncoder Globals { get; }
                [ActionMask] {{head}} partial Head<bool> Jump { get; }
            }
            """);

        Assert.Contains($"{input} partial global::Masking.MlpEncoder Globals", compiled.Text, StringComparison.Ordinal);
        Assert.Contains($"{head} partial global::Masking.Head<bool> Jump", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherModifiersOfMembers_AreRepeated()
    {
        Compiled compiled = Compile.Valid(
            """
            [MaskedPolicy] public partial class Policy
            {
                [Observation(4)] public virtual /* a comment */ unsafe // another
                    partial MlpEncoder Globals { get; }
                [ActionMask] partial Head<bool> Jump { get; }
            }
            """);

        Assert.Contains("    public virtual unsafe partial global::Masking.MlpEncoder Globals", compiled.Text, StringComparison.Ordinal);
        Assert.Contains("    partial global::Masking.Head<bool> Jump", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void PrivateNestedPolicy_CanBeUsedWhereItIsSeen()
    {
        Compile.Valid(
            $$"""
            internal partial class Outer
            {
                private enum Order { Hold, Move }
                [MaskedPolicy] private sealed partial class Policy
                {
                    [Observation(4)] private partial MlpEncoder Globals { get; }
                    [ActionMask] private partial Head<Order> Command { get; }
                }
                private static Order First(Policy.Actions actions) => actions.CommandAt(0);
            }
            """);
    }

    [Fact]
    public void TopLevelStatements_StandBesideAPolicy()
    {
        CSharpCompilation source = Compile.Source(
            $$"""
            Policy.Observation? none = null;
            return none is null ? 0 : 1;

            [MaskedPolicy] public sealed partial class Policy { {{Declared.Members}} }
            """);

        Compile.Valid(source.WithOptions(source.Options.WithOutputKind(OutputKind.ConsoleApplication)));
    }

    [Fact]
    public void TypesBesideThePolicy_MayHaveTheNamesThatAreUsed()
    {
        Compile.Valid(
            $$"""
            namespace Game;
            public class Tensor;
            public class Observation;
            public class Actions;
            public class Distribution;
            public class Head;
            public class Step;
            public class Module;
            public class MaskedPolicyBase;
            public class GeneratedCode;
            public class ArgumentNullException;
            public enum Order { Hold, Move }
            [MaskedPolicy] public sealed partial class Policy
            {
                public class System;
                public class TorchSharp;
                public class Global;
                [EntityMask(4)] public partial AttentionEncoder Units { get; }
                [ActionMask] public partial Head<Order> Command { get; }
                [ActionMask(Each = nameof(Units))] public partial Head<bool> Jump { get; }
            }
            """,
            "namespace Game.System { public class Object; }",
            "namespace Game.TorchSharp { public class DisposeScope; }");
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void GeneratedText_HasLineFeedsOnly(string end)
    {
        Compiled compiled = Compile.Valid(Declared.Everything.ReplaceLineEndings(end));

        Assert.DoesNotContain('\r', compiled.Text);
        Assert.Equal(Compile.Valid(Declared.Everything).Text, compiled.Text);
    }

    [Fact]
    public void NullableOff_IsNoProblem()
    {
        CSharpCompilation source = Compile.Source(
            Declared.Everything,
            Declared.Use.Replace("Policy", "Game.Policy", StringComparison.Ordinal)
        );
        Compile.Valid(source.WithOptions(source.Options.WithNullableContextOptions(NullableContextOptions.Disable)));
        Compile.Valid("#nullable disable\n" + Declared.Everything);
    }

    [Fact]
    public void CheckedArithmetic_IsNoProblem()
    {
        CSharpCompilation source = Compile.Source(Declared.Everything);
        Compile.Valid(source.WithOptions(source.Options.WithOverflowChecks(true)));
    }
}
