using Masking.CodeFixes.Classes;

namespace Masking.Generators.Tests.CodeFixes;

public sealed class MissingMemberTests
{
    private const string Input = "Add an input";
    private const string Head = "Add an action head";

    private static readonly MissingMemberCodeFix s_fix = new();

    [Theory]
    [InlineData(Head, "{ [Observation(4)] public partial MlpEncoder X { get; } }",
        "{ [Observation(4)] public partial MlpEncoder X { get; } [ActionMask] public partial Head<bool> Command { get; } }")]
    [InlineData(Head, "\n{\n    [Observation(4)]\n    public partial MlpEncoder X { get; } // a\n}",
        "\n{\n    [Observation(4)]\n    public partial MlpEncoder X { get; } // a\n\n    [ActionMask]\n    public partial Head<bool> "
            + "Command "
            + "{ get; }\n}")]
    [InlineData(Head, "\n{\n  [Observation(4)] public partial MlpEncoder X { get; }\n  // end\n}",
        "\n{\n  [Observation(4)] public partial MlpEncoder X { get; }\n  [ActionMask] public partial Head<bool> Command { get; }\n  "
            + "// end\n}")]
    [InlineData(Head, "\r\n{\r\n\t[Observation(4)] public partial MlpEncoder X { get; }\r\n\r\n\tpublic int Y => 1;\r\n}",
        "\r\n{\r\n\t[Observation(4)] public partial MlpEncoder X { get; }\r\n\t[ActionMask] public partial Head<bool> Command { get; }\r\n"
            + "\r\n\tpublic int Y => 1;\r\n}")]
    [InlineData(Head, " {\n    [Observation(4)] public partial MlpEncoder X { get; } public const int Command = 3, Command2 = 4;\n}",
        " {\n    [Observation(4)] public partial MlpEncoder X { get; } public const int Command = 3, Command2 = 4;\n"
            + "    [ActionMask] public partial Head<bool> Command3 { get; }\n}")]
    [InlineData(Head, "\n{\n    [Observation(4)] public partial MlpEncoder X { get; } /* a\n    b */\n}",
        "\n{\n    [Observation(4)] public partial MlpEncoder X { get; } /* a\n    b */\n    [ActionMask] public partial Head<bool> "
            + "Command { get; }\n}")]
    [InlineData(Input, "\n{\n    [ActionMask]\n    public partial Head<bool> X { get; }\n}",
        "\n{\n    [ActionMask]\n    public partial Head<bool> X { get; }\n\n    [Observation(12)]\n    public partial MlpEncoder Globals "
            + "{ get; }\n}")]
    public Task MissingMember_IsAdded(string title, string wrong, string right) =>
        Fix.Check(s_fix, title, $"[MaskedPolicy] public partial class Policy{wrong}", $"[MaskedPolicy] public partial class Policy{right}");

    [Theory]
    [InlineData(";", "\n{\n    [Observation(12)]\n    public partial MlpEncoder Globals { get; }\n}")]
    [InlineData(" {}", " { [Observation(12)] public partial MlpEncoder Globals { get; } }")]
    [InlineData("\n{\n}", "\n{\n    [Observation(12)]\n    public partial MlpEncoder Globals { get; }\n}")]
    [InlineData("\n{\n    // nothing\n}", "\n{\n    // nothing\n    [Observation(12)]\n    public partial MlpEncoder Globals { get; }\n}")]
    public async Task EmptyClass_GetsAnInput_AndThenAHead(string wrong, string right)
    {
        string fixedText = await Fix.Apply(s_fix, $"[MaskedPolicy] public partial class Policy{wrong}", Input);

        Assert.Equal($"[MaskedPolicy] public partial class Policy{right}", fixedText);
        Compile.Valid(await Fix.Apply(s_fix, fixedText, Head));
    }

    [Fact]
    public async Task Names_AreQualifiedWhereTheNamespaceIsNotImported()
    {
        const string Class = "public class MlpEncoder; public class Observation; [MaskedPolicy] public partial class Policy "
            + "{ [ActionMask] public partial Head<bool> X { get; } }";

        Assert.Contains("[Observation(12)] public partial Masking.MlpEncoder Globals { get; }", await Fix.Apply(s_fix, Class, Input));
    }

    [Fact]
    public async Task AllPolicies_GetAHead()
    {
        const string Wrong = "[MaskedPolicy] partial class A\n{\n    [Observation(4)] public partial MlpEncoder X { get; }\n}\n"
            + "[MaskedPolicy] partial class B\n{\n    [Observation(4)]\n    public partial MlpEncoder X { get; }\n}";
        const string Right = "[MaskedPolicy] partial class A\n{\n    [Observation(4)] public partial MlpEncoder X { get; }\n"
            + "    [ActionMask] public partial Head<bool> Command { get; }\n}\n"
            + "[MaskedPolicy] partial class B\n{\n    [Observation(4)]\n    public partial MlpEncoder X { get; }\n\n"
            + "    [ActionMask]\n    public partial Head<bool> Command { get; }\n}";

        Assert.Equal(Right, await Fix.ApplyAll(s_fix, Wrong, Head));
        Assert.Equal([Right], await Fix.ApplyToSolution(s_fix, [Wrong], Head));
        Compile.Valid(Right);
    }

    [Fact]
    public Task MemberBehindABranch_BelongsToAllBranches()
    {
        const string Before = "[MaskedPolicy] partial class A\n{\n#if DEBUG\n    [Observation(4)] public partial MlpEncoder X { get; "
            + "}\n#else\n"
            + "    [Observation(5)] public partial MlpEncoder X { get; }\n#endif\n";
        const string Right = Before + "    [ActionMask] public partial Head<bool> Command { get; }\n}";

        return Fix.CheckBranches(s_fix, Head, Before + "}", Right, Right);
    }

    [Fact]
    public async Task MemberThatTheOtherBranchHas_IsLeftToItsAuthor() => Assert.Empty(await Fix.Titles(
        s_fix, "[MaskedPolicy] partial class A\n{\n    [Observation(4)] public partial MlpEncoder X { get; }\n#if DEBUG\n"
            + "    [ActionMask] public partial Head<bool> Command { get; }\n#endif\n}"));

    [Fact]
    public Task ClassInABranch_GetsItsOwnMember()
    {
        static string With(string one, string other) =>
            "#if DEBUG\n[MaskedPolicy] partial class A\n{\n    [Observation(4)] public partial MlpEncoder X { get; }\n" + one
                + "}\n#else\n[MaskedPolicy] partial class A\n{\n    [Observation(5)] public partial MlpEncoder X { get; }\n"
                + other + "}\n#endif";
        const string Added = "    [ActionMask] public partial Head<bool> Command { get; }\n";

        return Fix.CheckBranches(s_fix, Head, With("", ""), With(Added, ""), With(Added, Added));
    }
}
