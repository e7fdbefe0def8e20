using Masking.CodeFixes.Types;

namespace Masking.Generators.Tests.CodeFixes;

public sealed class MakeReadOnlyStructTests
{
    private static readonly MakeReadOnlyStructCodeFix s_fix = new();

    private const string Policy =
        "[MaskedPolicy] public partial class Policy { [Observation(4)] public partial MlpEncoder Globals { get; } "
            + "[ActionMask] public partial Head<Move> Command { get; } }";

    [Theory]
    [InlineData("public record struct Move(bool Up);", "public readonly record struct Move(bool Up);")]
    [InlineData(
        "/// <summary>Docs.</summary>\npublic // why\npartial record struct Move(bool Up);",
        "/// <summary>Docs.</summary>\npublic // why\nreadonly partial record struct Move(bool Up);"
    )]
    [InlineData(
        "public record struct Move(bool Up) { public static int Count; public bool Down => !Up; }",
        "public readonly record struct Move(bool Up) { public static int Count; public bool Down => !Up; }"
    )]
    [InlineData(
        "#if DEBUG\npublic record struct Move(bool Up);\n#else\npublic record struct Move(bool Down);\n#endif\n",
        "#if DEBUG\npublic record struct Move(bool Up);\n#else\npublic readonly record struct Move(bool Down);\n#endif\n"
    )]
    public async Task RecordStruct_BecomesReadOnly(string wrong, string right)
    {
        string fixedText = await Fix.Apply(s_fix, wrong + Policy, "Make 'Move' readonly");

        Assert.Equal(right + Policy, fixedText);
        Compile.Valid(fixedText);
    }

    [Theory]
    [InlineData("public record struct Move(bool Up) { public int Count; }")]
    [InlineData("public record struct Move(bool Up) { public int Count { get; set; } }")]
    [InlineData("public readonly record struct Move(bool Up, double Speed);")]
    [InlineData("public readonly record struct Move();")]
    public async Task StructThatCannotBeReadOnly_IsLeftToItsAuthor(string type) => Assert.Empty(await Fix.Titles(s_fix, type + Policy));

    [Fact]
    public async Task AllStructs_InOtherFilesToo_BecomeReadOnly()
    {
        string other = Policy.Replace("class Policy", "class Other", StringComparison.Ordinal);

        string[] fixedTexts = await Fix.ApplyToSolution(s_fix, [
            Policy, "public record struct Move(bool Up); public record struct Turn(bool Left);",
            other.Replace("Move", "Turn", StringComparison.Ordinal)]);

        Assert.Equal("public readonly record struct Move(bool Up); public readonly record struct Turn(bool Left);", fixedTexts[1]);
        Compile.Valid(fixedTexts);
    }

    [Theory]
    [InlineData("#if DEBUG\npublic\n#else\ninternal\n#endif\nrecord struct Move(bool Up);",
        "#if DEBUG\npublic\n#else\ninternal\n#endif\nreadonly record struct Move(bool Up);",
        "#if DEBUG\npublic\n#else\ninternal\n#endif\nreadonly record struct Move(bool Up);")]
    [InlineData("#if DEBUG\npublic record struct Move(bool Up);\n#else\npublic record struct Move(bool Down);\n#endif\n",
        "#if DEBUG\npublic readonly record struct Move(bool Up);\n#else\npublic record struct Move(bool Down);\n#endif\n",
        "#if DEBUG\npublic readonly record struct Move(bool Up);\n#else\npublic readonly record struct Move(bool Down);\n#endif\n")]
    public async Task Branches_AreChangedWhereTheyAreCompiled(string wrong, string inOne, string inAll)
    {
        string policy = Policy.Replace("public", "internal", StringComparison.Ordinal);

        await Fix.CheckBranches(s_fix, null, wrong + policy, inOne + policy, inAll + policy);
    }
}
