using Masking.CodeFixes.Members;

namespace Masking.Generators.Tests.CodeFixes;

public sealed class RenameTests
{
    private static readonly RenameCodeFix s_fix = new();

    [Theory]
    [InlineData("[Observation(4)] public partial MlpEncoder Observation { get; } // a",
        "[Observation(4)] public partial MlpEncoder ObservationInput { get; } // a")]
    [InlineData("[ActionMask] public partial Head<bool> Actions { get; } [ActionMask, MaskPer(nameof(Actions))] public partial Head<bool> "
        + "Run { get; }",
        "[ActionMask] public partial Head<bool> ActionsHead { get; } [ActionMask, MaskPer(nameof(ActionsHead))] public partial Head<bool> "
        + "Run { get; }")]
    [InlineData("[EntityMask(4)] public partial DeepSetEncoder Batch { get; } [ActionMask(Each = nameof(Policy.Batch))] public partial "
        + "Head<bool> Run { get; } public int BatchInput => Batch.Width;",
        "[EntityMask(4)] public partial DeepSetEncoder BatchInput2 { get; } [ActionMask(Each = nameof(Policy.BatchInput2))] public partial "
        + "Head<bool> Run { get; } public int BatchInput => BatchInput2.Width;")]
    [InlineData("[Core(4)] public partial MlpCore Contract { get; }", "[Core(4)] public partial MlpCore ContractCore { get; }")]
    [InlineData("[Value] public partial ValueHead Rollout { get; }", "[Value] public partial ValueHead RolloutValue { get; }")]
    [InlineData("private readonly int Contract = 1; public int Read() => Contract;",
        "private readonly int OwnContract = 1; public int Read() => OwnContract;")]
    [InlineData("public sealed class Distribution; public Distribution? X;", "public sealed class OwnDistribution; public "
        + "OwnDistribution? X;")]
    [InlineData("public static Policy Load(string path) => new();", "public static Policy OwnLoad(string path) => new();")]
    public async Task Member_IsRenamedWithItsReferences(string wrong, string right)
    {
        Assert.Equal(Policy(right), await Fix.Apply(s_fix, Policy(wrong)));
        Assert.Equal(Policy(right), await Fix.ApplyAll(s_fix, Policy(wrong)));
        Compile.Valid(Policy(right));
    }

    [Theory]
    [InlineData("bool AllowAll, [ActiveWhen(nameof(Move.AllowAll), true)] bool Up",
        "bool AllowAllChoice, [ActiveWhen(nameof(Move.AllowAllChoice), true)] bool Up")]
    [InlineData("bool RunMasks", "bool RunMasksChoice")]
    public async Task ParameterOfARecordStruct_IsRenamed(string wrong, string right)
    {
        static string With(string parameters) => $"public readonly record struct Move({parameters}); "
            + Policy("[ActionMask] public partial Head<Move> Run { get; }");

        string fixedText = await Fix.Apply(s_fix, With(wrong));

        Assert.Equal(With(right), fixedText);
        Compile.Valid(fixedText);
    }

    [Fact]
    public async Task ClassesAndTypeParameters_AreRenamed()
    {
        Assert.Equal($"[MaskedPolicy] public partial class ActionsPolicy {{ {Declared.Members} }} class Use {{ ActionsPolicy? x; }}",
            await Fix.Apply(s_fix, $"[MaskedPolicy] public partial class Actions {{ {Declared.Members} }} class Use {{ Actions? x; }}"));
        Assert.Equal($"[MaskedPolicy] public partial class Policy<TActions> {{ {Declared.Members} TActions? X {{ get; }} }}",
            await Fix.Apply(s_fix, $"[MaskedPolicy] public partial class Policy<Actions> {{ {Declared.Members} Actions? X {{ get; }} }}"));
    }

    [Fact]
    public async Task AllMembers_InAllFiles_AreRenamed()
    {
        string[] fixedTexts = await Fix.ApplyToSolution(s_fix, [
            Policy("[Observation(4)] public partial MlpEncoder Observation { get; } [ActionMask] public partial Head<bool> Actions { "
                + "get; }"),
            "class Use { object Of(Policy policy) => (policy.Observation, policy.Actions); }"]);

        Assert.Equal(
            [
                Policy("[Observation(4)] public partial MlpEncoder ObservationInput { get; } [ActionMask] public partial Head<bool> "
                    + "ActionsHead { get; }"),
                "class Use { object Of(Policy policy) => (policy.ObservationInput, policy.ActionsHead); }",
            ],
            fixedTexts);
        Compile.Valid(fixedTexts);
    }

    [Fact]
    public async Task MemberInABranch_IsRenamedThere()
    {
        static string With(string one, string other) => Policy(
            $"\n#if DEBUG\n    [Observation(4)] public partial MlpEncoder {one} {{ get; }}\n#else\n    [Observation(5)] public "
                + $"partial MlpEncoder "
                + $"{other} {{ get; }}\n#endif\n");

        string fixedText = await Fix.Apply(s_fix, With("Observation", "Observation"), null, "DEBUG");

        Assert.Equal(With("ObservationInput", "Observation"), fixedText);
        Fix.Valid(fixedText, "DEBUG");
    }

    [Fact]
    public async Task LinkedFile_IsRenamedInEveryProject()
    {
        static string With(string name) => Policy(
            $"[EntityMask(4)]\n#if DEBUG\n    public\n#else\n    internal\n#endif\n    partial DeepSetEncoder {name} {{ get; }}\n"
                + $"    [ActionMask(Each = nameof({name}))] public partial Head<bool> Run {{ get; }}");

        Assert.Equal(With("BatchInput"), await Fix.ApplyToLinked(s_fix, With("Batch"), null, ["DEBUG"], []));
    }

    private static string Policy(string member) => $"[MaskedPolicy] public partial class Policy {{ {member} {Declared.Members} }}";
}
