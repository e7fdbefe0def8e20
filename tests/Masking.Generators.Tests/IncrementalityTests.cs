using System.Runtime.CompilerServices;
using Masking.Generators.Model;
using Masking.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>An edit that changes no declaration costs nothing; one that does is seen.</summary>
public sealed class IncrementalityTests
{
    private const string Declaration =
        """
        namespace Game;

        public enum Order { Hold, Move, Attack }

        [MaskedPolicy]
        public sealed partial class Policy
        {
            /// <summary>Score and time.</summary>
            [Observation(4)]
            public partial MlpEncoder Globals { get; }

            [EntityMask(features: 9)]
            public partial AttentionEncoder Units { get; }

            [ActionMask(Each = nameof(Units))]
            public partial Head<Order> Command { get; }

            public int Age() => 3;
        }
        """;

    [Theory]
    [InlineData("namespace Game;", "// A comment.\nnamespace Game;")]
    [InlineData("public partial MlpEncoder", "public /* a comment */ partial // another\n MlpEncoder")]
    [InlineData("[Observation(4)]", "[Observation(/* size */ 4)]")]
    [InlineData("[Observation(4)]", "[Observation(2 + 2)]")]
    [InlineData("[Observation(4)]", "[Masking.ObservationAttribute(size: 4)]")]
    [InlineData("    ", "\t")]
    [InlineData("\n", "\n\n\n")]
    [InlineData("\n", "\r\n")]
    [InlineData("=> 3", "=> 4")]
    [InlineData("public int Age() => 3;", "")]
    [InlineData("public int Age() => 3;", "public int Age() => 3; public string Name => \"\";")]
    [InlineData("Hold, Move, Attack", "Hold = 0, Move = 1, Attack = 2")]
    [InlineData("Hold, Move, Attack", "Hold = 10, Move = 11, Attack = 20")]
    [InlineData("public enum Order", "/// <summary>Orders.</summary>\npublic enum Order")]
    [InlineData("[EntityMask(features: 9)]", "[EntityMask(9, Pairwise = false)]")]
    [InlineData("nameof(Units)", "\"Units\"")]
    [InlineData("public sealed partial class Policy", "public partial class Policy")]
    public void EditThatChangesNoDeclaration_DoesNotModifyOutput(string old, string edited)
    {
        AssertNothingIsWritten(After(Declaration.Replace(old, edited, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[Observation(4)]", "[Observation(5)]")]
    [InlineData("features: 9", "features: 9, Pairwise = true")]
    [InlineData("Globals", "Weather")]
    [InlineData("MlpEncoder Globals", "GlobalsEncoder Globals")]
    [InlineData("Attack }", "Attack, Gather }")]
    [InlineData("Hold, Move", "Move, Hold")]
    [InlineData("Attack }", "[System.Obsolete(\"\", true)] Attack }")]
    [InlineData("public enum Order", "internal enum Order")]
    [InlineData("Score and time.", "Score.")]
    [InlineData("public partial MlpEncoder", "internal partial MlpEncoder")]
    [InlineData("(Each = nameof(Units))", "")]
    [InlineData(
        "[EntityMask(features: 9)]",
        "[EntityMask(3)] public partial AttentionEncoder Boxes { get; } [EntityMask(features: 9), AttendsTo(nameof(Boxes))]"
    )]
    [InlineData("public int Age() => 3;", "[Value(Sees = [nameof(Globals)])] public partial ValueHead Worth { get; }")]
    [InlineData("class Policy", "class Policy<T>")]
    [InlineData("namespace Game", "namespace Play")]
    [InlineData("public int Age()", "public int Core()")]
    [InlineData("public partial MlpEncoder", "public MlpEncoder")]
    public void EditThatChangesADeclaration_ModifiesOutput(string old, string edited)
    {
        Compiled compiled = After(Declaration.Replace(old, edited, StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.Modified], ModelReasons(compiled));
        Assert.Equal([IncrementalStepRunReason.Modified], OutputReasons(compiled));
    }

    [Theory]
    [InlineData("return 1;", "return 2;")]
    [InlineData("=> 3", "=> 4")]
    [InlineData("// Later.", "// Now.")]
    [InlineData("[1, 2]", "[1, 2, 3]")]
    [InlineData("= 6", "= 7")]
    [InlineData("= Size;", "= Size + 1;")]
    public void EditBesideThatDeclaresNothing_ReadsNothing(string old, string edited)
    {
        Compiled compiled = AfterBeside(old, edited, out _);

        Assert.Equal([IncrementalStepRunReason.Cached], ModelReasons(compiled));
        Assert.Equal([IncrementalStepRunReason.Cached], OutputReasons(compiled));
    }

    [Theory]
    [InlineData("Hold, Move", "Move, Hold")]
    [InlineData("Move }", "Move, Attack }")]
    [InlineData("Move }", "[System.Obsolete(\"\", true)] Move }")]
    [InlineData("public enum", "[System.Flags] public enum")]
    [InlineData("public enum", "internal enum")]
    [InlineData("Size = 4", "Size = 5")]
    [InlineData("Layer = \"\"", "Layer = null")]
    [InlineData(": MlpEncoder(inputs)", ": System.Object")]
    [InlineData("(int inputs)", "(int inputs, int width)")]
    [InlineData("// Later.", "public sealed class Head<T>;")]
    [InlineData("// Later.", "public sealed partial class Policy : System.Attribute;")]
    [InlineData("// Later.", "public sealed partial class Policy { [Observation(2)] public partial MlpEncoder Weather { get; } }")]
    [InlineData("// Later.", "public sealed class POLICY;")]
    public void EditBesideThatChangesAMeaning_ModifiesOutput(string old, string edited)
    {
        Compiled compiled = AfterBeside(old, edited, out CSharpCompilation source);

        Assert.Equal([IncrementalStepRunReason.Modified], ModelReasons(compiled));
        Assert.Equal(Compile.Run(source).Text, compiled.Text);
    }

    [Theory]
    [InlineData("(Rounds)", "(Rounds + 1)")]
    [InlineData("(Rounds)", "(")]
    [InlineData("Rounds = 7", "Rounds = 8")]
    [InlineData("// Later.", "System.Console.WriteLine();")]
    public void EditOfATopLevelStatement_ReadsNothing(string old, string edited)
    {
        const string Program = "const int Rounds = 7;\nSystem.Console.WriteLine(Rounds);\n// Later.";
        CSharpCompilation source = Compile.Source(Declaration, Program);

        Compiled compiled = Compile.Run(
            Edited(source, 1, Program.Replace(old, edited, StringComparison.Ordinal)),
            Compile.Run(source).Driver
        );

        Assert.Equal([IncrementalStepRunReason.Cached], ModelReasons(compiled));
    }

    /// <summary>A local of a program hides a constant of the same name in the whole project.</summary>
    [Theory]
    [InlineData("int Rounds", "int Size")]
    [InlineData("// Later.", "if (int.TryParse(\"1\", out int Size)) { }")]
    [InlineData("// Later.", "void Size() { }")]
    public void NameInATopLevelStatement_ModifiesOutput(string old, string edited)
    {
        const string Program = "const int Rounds = 7;\n// Later.";
        CSharpCompilation source = Compile.Source(Declaration, Program);

        Compiled compiled = Compile.Run(
            Edited(source, 1, Program.Replace(old, edited, StringComparison.Ordinal)),
            Compile.Run(source).Driver
        );

        Assert.DoesNotContain(IncrementalStepRunReason.Cached, ModelReasons(compiled));
    }

    [Theory]
    [InlineData("nn.Linear(4, 4)", "null!")]
    [InlineData("= nn.Linear(4, 4)", "")]
    public void InitializerInAnotherPart_ModifiesOutput(string old, string edited)
    {
        const string Part =
            "using static TorchSharp.torch; namespace Game; partial class Policy { private readonly TorchSharp.Modules.Linear layer "
                + "= nn.Linear(4, 4); }";
        CSharpCompilation source = Compile.Source(Declaration, Part);

        Compiled compiled = Compile.Run(Edited(source, 1, Part.Replace(old, edited, StringComparison.Ordinal)), Compile.Run(source).Driver);

        Assert.Equal([IncrementalStepRunReason.Modified], ModelReasons(compiled));
    }

    [Theory]
    [InlineData("Hold, Move", "Hold = 1, Move = 2 )")]
    [InlineData("Size = 4", "Size = 4 )")]
    public void StrayTokenThatIsRemoved_IsForgotten(string old, string wrong)
    {
        string right = wrong.Replace(" )", "", StringComparison.Ordinal);
        Compiled before = AfterBeside(old, wrong, out CSharpCompilation source);

        CSharpCompilation repaired = Edited(source, 1, source.SyntaxTrees[1].ToString().Replace(wrong, right, StringComparison.Ordinal));
        Compiled compiled = Compile.Run(repaired, before.Driver);

        Assert.NotEqual(before.Text, compiled.Text);
        Assert.Equal(Compile.Valid(repaired).Text, compiled.Text);
    }

    [Fact]
    public void DocumentationOfAnotherPart_ModifiesOutput()
    {
        const string Part =
            "namespace Game; partial class Policy { /// <summary>Rain.</summary>\n [Observation(2)] public partial MlpEncoder Weather { "
                + "get; } }";
        CSharpCompilation source = Compile.Source(Declaration, Part);

        Compiled compiled = Compile.Run(
            Edited(source, 1, Part.Replace("Rain", "Snow", StringComparison.Ordinal)),
            Compile.Run(source).Driver
        );

        Assert.Equal([IncrementalStepRunReason.Modified], ModelReasons(compiled));
        Assert.Contains("Snow", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void EditInAReferencedProject_ModifiesOutput()
    {
        const string Orders = "namespace Play; public enum Order { Hold, Move }";
        CSharpCompilation source = Compile.Source(Declaration.Replace("Head<Order>", "Head<Play.Order>", StringComparison.Ordinal));
        MetadataReference before = Compile.Source(Orders).WithAssemblyName("Orders").ToMetadataReference();
        MetadataReference after = Compile
            .Source(Orders.Replace("Move", "Attack", StringComparison.Ordinal))
            .WithAssemblyName("Orders")
            .ToMetadataReference();
        source = source.AddReferences(before);

        Compiled compiled = Compile.Run(source.ReplaceReference(before, after), Compile.Run(source).Driver);

        Assert.Equal([IncrementalStepRunReason.Modified], ModelReasons(compiled));
        Assert.Contains("Order.Attack", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void EditOfOnePolicysBody_ReadsThatOneAlone()
    {
        string other = Declaration.Replace("namespace Game", "namespace Play", StringComparison.Ordinal);
        CSharpCompilation source = Compile.Source(Declaration, other);

        Compiled compiled = Compile.Run(
            Edited(source, 1, other.Replace("=> 3", "=> 4", StringComparison.Ordinal)),
            Compile.Run(source).Driver
        );

        Assert.Equal([IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached], ModelReasons(compiled).Order());
    }

    [Fact]
    public void UnrelatedFile_DoesNotModifyOutput()
    {
        CSharpCompilation source = Compile.Source(Declaration);
        GeneratorDriver driver = Compile.Run(source).Driver;
        SyntaxTree added = CSharpSyntaxTree.ParseText(
            "namespace Game; public class Unrelated { public int Order() => 1; }",
            (CSharpParseOptions)source.SyntaxTrees[0].Options,
            "Unrelated.cs",
            cancellationToken: TestContext.Current.CancellationToken
        );

        Compiled compiled = Compile.Run(source.AddSyntaxTrees(added), driver);

        AssertNothingIsWritten(compiled);
    }

    [Fact]
    public void SecondPolicy_LeavesTheFirstAlone()
    {
        CSharpCompilation source = Compile.Source(Declaration, "namespace Game;");
        GeneratorDriver driver = Compile.Run(source).Driver;

        Compiled compiled = Compile.Run(
            Edited(source, 1, $"namespace Game; [MaskedPolicy] public sealed partial class Other {{ {Declared.Members} }}"),
            driver
        );

        Assert.Equal([IncrementalStepRunReason.New, IncrementalStepRunReason.Cached], OutputReasons(compiled).Order());
        Assert.Equal(["Game.Other.g.cs", "Game.Policy.g.cs"], compiled.HintNames);
    }

    [Fact]
    public void RemovedAttribute_RemovesOutput()
    {
        CSharpCompilation source = Compile.Source(Declaration);
        GeneratorDriver driver = Compile.Run(source).Driver;

        Compiled compiled = Compile.Run(Edited(source, 0, Declaration.Replace("[MaskedPolicy]", "", StringComparison.Ordinal)), driver);

        Assert.Empty(compiled.Texts);
    }

    [Fact]
    public void SameTextTwice_GivesEqualModels()
    {
        PolicyModel[] models =
        [
            ModelOf(Declared.Everything),
            ModelOf(Declared.Everything),
            ModelOf(Declared.Everything.ReplaceLineEndings("\r\n")),
        ];

        Assert.NotSame(models[0], models[1]);
        Assert.Single(models.Distinct());
        Assert.Single(models.Select(model => model.GetHashCode()).Distinct());
        Assert.NotEqual(models[0], ModelOf(Declared.Everything.Replace("Observation(4)", "Observation(5)", StringComparison.Ordinal)));
    }

    [Fact]
    public void Steps_HoldNothingOfTheCompilation()
    {
        GeneratorRunResult run = Compile.Run(Declared.Everything).Driver.GetRunResult().Results[0];
        object[] held = [.. run.TrackedSteps[PolicyGenerator.ModelStep].SelectMany(step => step.Outputs).Select(output => output.Value)];

        Assert.Single(held);
        ObjectGraph graph = ObjectGraph.Of(held);
        Assert.Contains(graph.Objects, value => value is MemberModel { Name: "Orders" });
        Assert.DoesNotContain(
            graph.Objects,
            value =>
                value
                    is ISymbol
                        or SyntaxNode
                        or SyntaxTree
                        or SyntaxToken
                        or SyntaxTrivia
                        or SyntaxReference
                        or Location
                        or Compilation
                        or SemanticModel
                        or AttributeData
                        or TypedConstant
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void OldCompilations_AreLetGo(int editedFile)
    {
        List<WeakReference> old = [];
        GeneratorDriver driver = Edit(editedFile, times: 4, old);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // The driver may hold the compilation that it ran last, and none before it.
        Assert.Equal(5, old.Count);
        Assert.DoesNotContain(old.SkipLast(1), reference => reference.IsAlive);
        Assert.NotEmpty(driver.GetRunResult().GeneratedTrees);
    }

    /// <summary>In a method of its own, whose variables hold nothing once it has returned.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GeneratorDriver Edit(int file, int times, List<WeakReference> old)
    {
        CSharpCompilation source = Compile.Source(Declaration, "namespace Game;");
        old.Add(new WeakReference(source));
        GeneratorDriver driver = Compile.Run(source).Driver;
        for (int edit = 0; edit < times; edit++)
        {
            source = Edited(source, file, $"{source.SyntaxTrees[file]}\n// Edit {edit}.");
            old.Add(new WeakReference(source));
            driver = Compile.Run(source, driver).Driver;
        }

        return driver;
    }

    private static PolicyModel ModelOf(string text) => ((ParseResult)Compile.Run(text).Driver.GetRunResult().Results[0]
        .TrackedSteps[PolicyGenerator.ModelStep].Single().Outputs.Single().Value).Policy!;

    private static Compiled After(string edited)
    {
        Assert.NotEqual(Declaration, edited);
        const string Beside = "namespace Game; public class GlobalsEncoder(int inputs) : MlpEncoder(inputs);";
        CSharpCompilation source = Compile.Source(Declaration, Beside);
        return Compile.Run(Edited(source, 0, edited), Compile.Run(source).Driver);
    }

    private static Compiled AfterBeside(string old, string edited, out CSharpCompilation source)
    {
        const string Beside =
            """
            namespace Game;

            public enum Command { Hold, Move }

            public static class Sizes
            {
                public const int Size = 4;
                public const string? Layer = "";
                public static int One() { return 1; }
                public static int Three => 3;
                public static readonly int[] Table = [1, 2];
                public static int Seed { get; set; } = 6;
                public static int last = Size;
            }

            public class GlobalsEncoder(int inputs) : MlpEncoder(inputs);

            // Later.
            """;
        const string Policy =
            """
            namespace Game;

            [MaskedPolicy]
            public sealed partial class Policy
            {
                [Observation(Sizes.Size)]
                public partial GlobalsEncoder Globals { get; }

                [ActionMask]
                public partial Head<Command> Command { get; }

                private readonly TorchSharp.Modules.Linear? layer = (TorchSharp.Modules.Linear?)(object?)Sizes.Layer;
            }
            """;
        string text = Beside.Replace(old, edited, StringComparison.Ordinal);
        Assert.NotEqual(Beside, text);
        CSharpCompilation before = Compile.Source(Policy, Beside);
        GeneratorDriver driver = Compile.Run(before).Driver;
        source = Edited(before, 1, text);
        return Compile.Run(source, driver);
    }

    private static CSharpCompilation Edited(CSharpCompilation source, int file, string text) =>
        source.ReplaceSyntaxTree(
            source.SyntaxTrees[file],
            source.SyntaxTrees[file].WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(text))
        );

    private static void AssertNothingIsWritten(Compiled compiled)
    {
        IncrementalStepRunReason reason = Assert.Single(ModelReasons(compiled));
        Assert.True(reason is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached, $"The model is {reason}.");
        Assert.Equal([IncrementalStepRunReason.Cached], OutputReasons(compiled));
    }

    private static IncrementalStepRunReason[] ModelReasons(Compiled compiled) =>
        [
            .. compiled
                .Driver.GetRunResult()
                .Results[0]
                .TrackedSteps[PolicyGenerator.ModelStep]
                .SelectMany(step => step.Outputs)
                .Select(output => output.Reason),
        ];

    private static IncrementalStepRunReason[] OutputReasons(Compiled compiled) =>
        [
            .. compiled
                .Driver.GetRunResult()
                .Results[0]
                .TrackedOutputSteps.SelectMany(step => step.Value)
                .SelectMany(step => step.Outputs)
                .Select(output => output.Reason),
        ];
}
