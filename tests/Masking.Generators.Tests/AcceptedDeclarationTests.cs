using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>What the analyzer accepts compiles, whatever attributes, documentation and references it has.</summary>
public sealed class AcceptedDeclarationTests
{
    private const string Globals = "[Observation(4)] public partial MlpEncoder Globals { get; }";
    private const string Jump = "[ActionMask] public partial Head<bool> Jump { get; }";
    private const string Own =
        "public {0} class Own : VectorEncoder {{ {1} public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor input) => "
            + "input; }}";

    [Theory]
    [InlineData("public string Text { get; } public Policy(string text) : this() => Text = text;")]
    [InlineData("public string Text { get => field; set => field = value ?? \"\"; } public Policy(string text) : this() => Text = text;")]
    [InlineData("private string _text; public Policy(string text) : this() => _text = text; public int Length => _text.Length;")]
    [InlineData("public required string Text { get; init; }")]
    [InlineData(
        "public event System.Action Changed; public Policy(System.Action changed) : this() => Changed += changed; public void Raise() "
            + "=> Changed();"
    )]
    [InlineData(
        "public const int Size = 3; static Policy() { } ~Policy() { } public Policy this[int i] => this; public static Policy operator "
            + "+(Policy left, Policy right) => left;"
    )]
    [InlineData(
        "public static implicit operator bool(Policy policy) => policy is not null; public static implicit operator Policy(string text) "
            + "=> new();"
    )]
    public void OtherMembers_MayStandBeside(string members) => Compile.Valid(Policy(Globals, Jump, members));

    [Theory]
    [InlineData("forward(Observation observation, int more) => forward(observation)")]
    [InlineData("forward(TorchSharp.torch.Tensor globals) => forward(new Observation { Globals = globals, JumpMask = null })")]
    [InlineData("forward<T>(Observation observation) => forward(observation)")]
    [InlineData("forward(in Observation observation) => forward((Observation)observation)")]
    public void OverloadsOfForward_MayStandBeside(string overload) =>
        Compile.Valid(Policy(Globals, Jump, $"public Distribution {overload};"));

    [Theory]
    [InlineData("public static int Load(int slot) => slot;")]
    [InlineData("public void Load(string path, bool more) { }")]
    [InlineData("public static T Load<T>(string path) => default!;")]
    public void OverloadsOfLoad_MayStandBeside(string overload) => Compile.Valid(Policy(Globals, Jump, overload));

    [Theory]
    [InlineData("sealed", "", true)]
    [InlineData("abstract", "", false)]
    [InlineData("sealed", "public required int Text;", false)]
    [InlineData("sealed", "public required int Text { get; init; }", false)]
    public void Load_ExistsIfTheConstructorAloneCreatesThePolicy(string modifier, string member, bool exists) => Assert.Equal(
        exists,
        Compile.Valid($"[MaskedPolicy] public {modifier} partial class Policy {{ {Globals} {Jump} {member} }}")
            .Text.Contains(" Load(string path)", StringComparison.Ordinal));

    [Theory]
    [InlineData("[System.Obsolete] public enum Way { Left, Right }", "[System.Obsolete] ", "Head<Way>")]
    [InlineData("[System.Obsolete(\"Old.\", DiagnosticId = \"OLD1\")] public enum Way { Left, Right }", "[System.Obsolete] ", "Head<Way>")]
    [InlineData("public enum Way { [System.Obsolete(\"Old.\", DiagnosticId = \"OLD1\")] Left, Right }", "", "Head<Way>")]
    [InlineData(
        "public readonly record struct Way([ActionMask(Choices = 2)] int Left) { [System.Obsolete(\"Old.\", DiagnosticId = \"OLD1\")] "
            + "public Way(int Left, int more) : this(Left) { } }",
        "",
        "Head<Way>"
    )]
    public void ObsoleteTypesAndMembers_CanBeUsed(string type, string attribute, string head) =>
        Compile.Valid(type + Policy(Globals, $"[ActionMask] {attribute}public partial {head} Command {{ get; }}"));

    [Fact]
    public void ObsoleteMember_WithAnIdOfItsOwn_CanBeUsed() =>
        Compile.Valid(
            Policy("[Observation(4), System.Obsolete(\"Old.\", DiagnosticId = \"OLD1\")] public partial MlpEncoder Globals { get; }", Jump)
        );

    [Theory]
    [InlineData("[System.Diagnostics.CodeAnalysis.Experimental(\"TRY1\")] public enum Way { Left, Right }", "Head<Way>")]
    [InlineData("public enum Way { [System.Diagnostics.CodeAnalysis.Experimental(\"TRY1\")] Left, Right }", "Head<Way>")]
    [InlineData(
        "[System.Diagnostics.CodeAnalysis.Experimental(\"TRY1\")] public class Outer<T> { public enum Way { Left, Right } }",
        "Head<Outer<int>.Way>"
    )]
    [InlineData(
        "[System.Diagnostics.CodeAnalysis.Experimental(\"TRY1\")] public class Secret; public class Outer<T> { public enum Way { Left, "
            + "Right } }",
        "Head<Outer<Secret[]>.Way>"
    )]
    [InlineData(
        "[System.Diagnostics.CodeAnalysis.Experimental(\"TRY1\")] public enum Way { Left, Right } public readonly record struct "
            + "Both(Way Way, bool Up);",
        "Head<Both>"
    )]
    [InlineData(
        "public readonly record struct Both { public bool Up { get; } [System.Diagnostics.CodeAnalysis.Experimental(\"TRY1\")] public "
            + "Both(bool Up) => this.Up = Up; }",
        "Head<Both>"
    )]
    public void ExperimentalTypes_CanBeChosenWhereTheDeclarationAllowsThem(string type, string head) =>
        Compile.Valid($"#pragma warning disable TRY1\n{type} {Policy(Globals, $"[ActionMask] public partial {head} Command {{ get; }}")}");

    [Theory]
    [InlineData("[System.Diagnostics.CodeAnalysis.Experimental(\"TRY1\")] sealed", "public Own(int inputs) : base(\"own\", inputs) { }")]
    [InlineData("sealed", "[System.Diagnostics.CodeAnalysis.Experimental(\"TRY1\")] public Own(int inputs) : base(\"own\", inputs) { }")]
    [InlineData("sealed", "[System.Obsolete(\"Old.\", DiagnosticId = \"TRY1\")] public Own(int inputs) : base(\"own\", inputs) { }")]
    [InlineData(
        "sealed",
        "public required int Gain { get; init; } [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Own(int inputs) : "
            + "base(\"own\", inputs) { }"
    )]
    [InlineData(
        "sealed",
        "public Own(int inputs) : base(\"own\", inputs) { } public Own(int inputs, string name = \"own\") : base(name, inputs) { } "
            + "public Own(in int inputs) : base(\"own\", inputs) { } public Own(long inputs) : base(\"own\", 1) { }"
    )]
    [InlineData(
        "sealed",
        "public Own(int inputs, int more = 3) : base(\"own\", inputs + more) { } private Own(int inputs, string name = \"own\") : "
            + "base(name, inputs) { }"
    )]
    public void PartsOfTheirOwnKind_CanBeBuilt(string modifiers, string constructor)
    {
        string attribute = modifiers.Contains(']', StringComparison.Ordinal)
            ? modifiers[..(modifiers.IndexOf(']', StringComparison.Ordinal) + 1)]
            : "";
        string part = string.Format(System.Globalization.CultureInfo.InvariantCulture, Own, "sealed", constructor);

        Compile.Valid(
            $"#pragma warning disable TRY1\n{attribute} {part} {Policy("[Observation(4)] public partial Own Globals { get; }", Jump)}"
        );
    }

    [Theory]
    [InlineData("[Observation(4, 8, 6)]")]
    [InlineData("[AgentGrid(4)]")]
    [InlineData("[AgentGrid(4, 8, 6)]")]
    public void EncoderOfMaps_IsBuiltByTheConstructorThatIsDocumented(string attribute)
    {
        Compiled compiled = Compile.Valid(
            """
            public sealed class Own : GridEncoder
            {
                public Own(int channels, int? height, int? width) : base("own", channels, (height ?? 1) * (width ?? 1)) { }
                public Own(int channels, int height, int width) : base("wrong", channels, height * width) { }
                public Own(int channels, string? first, object? second) : base("wrong", channels, 1) { }
                public override GridEncoding forward(TorchSharp.torch.Tensor input) => throw new System.InvalidOperationException();
            }
            """ + Policy($"{attribute} public partial Own Map {{ get; }}", Jump));
        SemanticModel model = compiled.After.GetSemanticModel(compiled.Texts[0].SyntaxTree);

        IMethodSymbol constructor = compiled
            .Texts[0]
            .SyntaxTree.GetRoot(TestContext.Current.CancellationToken)
            .DescendantNodes()
            .Select(node => model.GetSymbolInfo(node).Symbol)
            .OfType<IMethodSymbol>()
            .First(method => method is { MethodKind: MethodKind.Constructor, ContainingType.Name: "Own" });
        Assert.Equal(["int", "int?", "int?"], constructor.Parameters.Select(parameter => parameter.Type.ToDisplayString()));
    }

    [Fact]
    public void CompliantAssembly_HasNothingToSayAgainstGeneratedCode()
    {
        Compiled compiled = Compile.Run(
            "[assembly: System.CLSCompliant(true)] public enum Order { Hold, Move } "
                + Policy(
                    Globals,
                    Jump,
                    "[EntityMask(3)] public partial DeepSetEncoder Units { get; } [ActionMask] public partial Head<Order> jump { get; } "
                        + "[ActionMask] public partial Head<bool> _Run { get; } [Value] public partial ValueHead Value { get; }"
                )
        );

        Assert.All(compiled.Problems(), problem => Assert.Same(compiled.After.SyntaxTrees[0], problem.Location.SourceTree));
        Assert.Empty(compiled.Reported());
    }

    [Theory]
    [InlineData("[System.CLSCompliant(false)] public sealed partial class", "")]
    [InlineData("public sealed partial class", "[System.CLSCompliant(false)] ")]
    public void WhatIsNotCompliant_IsSaidOnce(string header, string attribute)
    {
        Compiled compiled = Compile.Run(
            "[assembly: System.CLSCompliant(true)] [System.CLSCompliant(false)] public enum Order : uint { Hold, Move } "
                + $"[MaskedPolicy] {header} Policy {{ {attribute}{Globals} [ActionMask] {attribute}public partial Head<Order> Command "
                + $"{{ get; }} }}"
        );

        Assert.All(
            compiled.Problems(),
            problem => Assert.Equal(("CS3009", compiled.After.SyntaxTrees[0]), (problem.Id, problem.Location.SourceTree))
        );
    }

    [Theory]
    [InlineData("Box<Secret>.Order", "internal class Secret;")]
    [InlineData("Box<Secret[]>.Order", "internal class Secret;")]
    [InlineData("Box<Box<Secret>>.Order", "internal class Secret;")]
    [InlineData("Box<(int, Secret)>.Order", "internal class Secret;")]
    [InlineData("Box<int>.Inner<Secret>.Order", "internal class Secret;")]
    public void TypedRead_IsAsVisibleAsTypeArguments(string order, string secret)
    {
        Compiled compiled = Compile.Valid(
            secret + "public class Box<T> { public enum Order { Hold, Move } public class Inner<U> { public enum Order { Hold, Move } } }"
            + Policy(Globals, $"[ActionMask] internal partial Head<{order}> Command {{ get; }}"));

        Assert.DoesNotContain("public global::Box", compiled.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/** <summary>Score\u2028and\u2029time\u0085here.</summary> */")]
    [InlineData("/// <summary>Score&#x2028;and&#x2029;time&#x85;here&#xD;&#xA;and there.</summary>\n")]
    [InlineData("/** <summary><![CDATA[a\u2028b ]]>]]&gt;</summary> */")]
    [InlineData("/// <summary><see cref=\"Missing\"/> and <see cref=\"T:System.Int32\"/></summary>\n")]
    [InlineData("/// <summary><include file='missing.xml' path='x/*'/>Score.</summary>\n")]
    [InlineData("/// <summary>As <paramref name=\"input\"/> and <typeparamref name=\"T\"/> say.</summary>\n")]
    [InlineData("/// <summary>As <param name=\"input\">this</param> and <typeparam name=\"T\">that</typeparam> say.</summary>\n")]
    [InlineData("/** <summary><para><paramref name=\"x\"/></para><c>\u2028</c></summary> */")]
    public void Documentation_OfAnyKind_IsCarriedOver(string documentation)
    {
        Compiled compiled = Compile.Run(
            $"[MaskedPolicy] public sealed partial class Policy {{\n{documentation}{Globals}\n{documentation}{Jump} }}"
        );

        Assert.All(compiled.Problems(), problem => Assert.Same(compiled.After.SyntaxTrees[0], problem.Location.SourceTree));
        Assert.All(compiled.Problems(), problem => Assert.Equal(DiagnosticSeverity.Warning, problem.Severity));
    }

    [Fact]
    public void ParameterOfAGenericPolicy_IsCarriedOver() =>
        Compile.Valid(
            $"[MaskedPolicy] public sealed partial class Policy<T> {{\n/// <summary>For <typeparamref "
                + $"name=\"T\"/>.</summary>\n{Globals}\n/// <summary>For <typeparamref name=\"T\"/>.</summary>\n{Jump} }}"
        );

    [Theory]
    [InlineData("bool")]
    [InlineData("bool Up, Way")]
    [InlineData("bool Up, bool")]
    [InlineData(", bool Up")]
    [InlineData("bool Up, [ActiveWhen(nameof(Up), true)] bool")]
    public void ParametersThatAreBeingTyped_LeaveTheRestValid(string parameters)
    {
        Compiled compiled = Compile.Run(
            $"public enum Way {{ Left, Right }} public readonly record struct Command({parameters});"
                + Policy(Globals, "[ActionMask] public partial Head<global::Command> Orders { get; }")
        );

        Assert.Empty(compiled.Reported());
        Assert.All(compiled.Problems(), problem => Assert.Same(compiled.After.SyntaxTrees[0], problem.Location.SourceTree));
    }

    [Theory]
    [InlineData("Far", "Far::Away.Order")]
    [InlineData("Far", "Far::Away.Box<int>.Order")]
    [InlineData("Far", "Far::Away.Box<Far::Away.Order>.Order")]
    [InlineData("Far", "Near.Box<Far::Away.Order>.Order")]
    [InlineData("Far", "Far::Away.Both")]
    [InlineData("@class", "@class::Away.Order")]
    public void TypesUnderAnExternAlias_CanBeChosen(string alias, string type)
    {
        CSharpCompilation far = Compile
            .Source(
                "namespace Away; public enum Order { Hold, Move } public class Box<T> { public enum Order { Hold, Move } } public "
                    + "readonly record struct Both(Order Order, bool Up); public class Far(int inputs) : MlpEncoder(inputs);"
            )
            .WithAssemblyName("Away");
        string source =
            $"extern alias {alias}; namespace Near {{ public class Box<T> {{ public enum Order {{ Hold, Move }} }} }}"
            + Policy(
                $"[Observation(4)] public partial {alias}::Away.Far Globals {{ get; }}",
                $"[ActionMask] public partial Head<{type}> Command {{ get; }}"
            );

        Compile.Valid(Compile.Source(source).AddReferences(far.ToMetadataReference(aliases: [alias.TrimStart('@')])));
    }

    [Theory]
    [InlineData("Masking.Runtime")]
    [InlineData("TorchSharp")]
    public void LibrariesUnderAnAliasAlone_AreReported(string library)
    {
        string name = library == "TorchSharp" ? "Masking" : "Hidden::Masking";
        CSharpCompilation source = Compile.Source(
            $"extern alias Hidden; [{name}.MaskedPolicy] public sealed partial class Policy {{"
                + $" [{name}.Observation(4)] public partial {name}.MlpEncoder Globals {{ get; }} [{name}.ActionMask] public partial "
                + $"{name}.Head<bool> Jump {{ get; }} }}"
        );
        MetadataReference reference = source.References.Single(reference => Path.GetFileNameWithoutExtension(reference.Display) == library);
        SyntaxTree usings = source.SyntaxTrees.Single(tree => tree.FilePath == "GlobalUsings.cs");
        source = source.RemoveSyntaxTrees(usings).ReplaceReference(reference, reference.WithAliases(["Hidden"]));

        Compiled compiled = Compile.Run(source);

        Diagnostic reported = Assert.Single(compiled.Reported());
        Assert.Equal(
            $"'Policy' cannot be a policy: '{library}' is referenced only under the alias 'Hidden'; add the alias 'global', which the "
                + "generated code needs",
            reported.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Empty(compiled.Problems());
    }

    [Fact]
    public void TypesThatAreAlsoGlobal_NeedNoAlias()
    {
        CSharpCompilation far = Compile.Source("namespace Away; public enum Order { Hold, Move }").WithAssemblyName("Away");

        Compiled compiled = Compile.Valid(
            Compile
                .Source(Policy(Globals, "[ActionMask] public partial Head<Away.Order> Command { get; }"))
                .AddReferences(far.ToMetadataReference(aliases: ["global", "Far"]))
        );

        Assert.Contains("global::Away.Order", compiled.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("extern", compiled.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Thought<string>")]
    [InlineData("Thought<string[]>")]
    [InlineData("Thought<(int first, string second)>")]
    [InlineData("Thought<dynamic>")]
    [InlineData("Thought<nint>")]
    [InlineData("Thought<System.Collections.Generic.Dictionary<string, string>>")]
    public void OldFiles_WithoutNullability_AreUnderstood(string core)
    {
        foreach (string nullable in new[] { "disable", "enable", "disable warnings", "disable annotations" })
        {
            Compile.Valid(
                $"#nullable {nullable}\npublic sealed class Thought<T>(int inputs, int width) : MlpCore(inputs, width); "
                    + $"{Policy(Globals, Jump, $"[Core(8)] public partial {core} Core {{ get; }}")}"
            );
        }
    }

    [Theory]
    [InlineData("namespace Game.System; {0}")]
    [InlineData("namespace Game.TorchSharp.torch; {0}")]
    [InlineData("namespace Game.Masking; {0}")]
    [InlineData("namespace Masking; {0}")]
    [InlineData("namespace Masking.Generators; {0}")]
    [InlineData("namespace TorchSharp; {0}")]
    [InlineData("namespace System; {0}")]
    [InlineData("namespace Observation.Actions.Batch; {0}")]
    [InlineData("public partial class TorchSharp<Observation> {{ public class System; public class Masking; {0} }}")]
    [InlineData("public partial interface Outer {{ private protected {0} }}")]
    public void PlacesOfAnyName_CanHoldAPolicy(string place)
    {
        string policy =
            "partial class Policy { [Observation(4)] public partial global::Masking.MlpEncoder Globals { get; } [ActionMask] public "
                + "partial global::Masking.Head<bool> Jump { get; } [Core(4)] public partial global::Masking.GruCore Core { get; } }";
        string declared = string.Format(System.Globalization.CultureInfo.InvariantCulture, place, policy);
        string marked = declared
            .Replace("partial class Policy", "public partial class Policy", StringComparison.Ordinal)
            .Replace("private protected public", "public", StringComparison.Ordinal)
            .Replace("public partial class Policy", "[global::Masking.MaskedPolicy] public partial class Policy", StringComparison.Ordinal)
            .Replace("[Observation", "[global::Masking.Observation", StringComparison.Ordinal)
            .Replace("[ActionMask", "[global::Masking.ActionMask", StringComparison.Ordinal)
            .Replace("[Core(", "[global::Masking.Core(", StringComparison.Ordinal);

        Compiled compiled = Compile.Run(marked);

        Assert.Empty(compiled.Reported());
        Assert.All(compiled.Problems(), problem => Assert.NotEqual(compiled.Texts[0].SyntaxTree, problem.Location.SourceTree));
    }

    [Theory]
    [InlineData("get_Globals", false)]
    [InlineData("set_Jump", true)]
    [InlineData("set_Globals", false)]
    [InlineData("op_Equality", false)]
    [InlineData("op_Inequality", true)]
    [InlineData("get_Observation", false)]
    [InlineData("get_JumpProbs", true)]
    [InlineData("Item", true)]
    [InlineData("Dispose", true)]
    [InlineData("ToTensors", false)]
    [InlineData("Size", true)]
    [InlineData("Δlatent", true)]
    [InlineData("ñ", false)]
    public void NamesOfAnyOtherKind_CompileOrAreReported(string name, bool isHead)
    {
        Compiled compiled = Compile.Run(Policy(Globals, Jump, "public int this[int i] => i;", isHead
            ? $"[ActionMask] public partial Head<bool> {name} {{ get; }}"
            : $"[Observation(4)] public partial MlpEncoder {name} {{ get; }}"));

        Assert.All(compiled.Problems(), problem => Assert.NotEqual(compiled.Texts[0].SyntaxTree, problem.Location.SourceTree));
        Assert.True(compiled.Reported().Length <= 1);
        Assert.True(compiled.Problems().Length == 0 || compiled.Reported().Length + compiled.Problems().Length <= 2);
    }

    private static string Policy(params string[] members) =>
        $"[MaskedPolicy] public sealed partial class Policy {{ {string.Join(" ", members)} }}";
}
