using Masking.CodeFixes.Classes;

namespace Masking.Generators.Tests.CodeFixes;

public sealed class MakePartialTests
{
    private static readonly MakePartialCodeFix s_fix = new();

    [Theory]
    [InlineData("[MaskedPolicy] class Policy {0}", "[MaskedPolicy] partial class Policy {0}")]
    [InlineData("[MaskedPolicy]\npublic sealed class Policy // why\n{0}", "[MaskedPolicy]\npublic sealed partial class Policy // why\n{0}")]
    [InlineData(
        "// about it\n[MaskedPolicy]\n    // and this\n    class Policy\n{0}",
        "// about it\n[MaskedPolicy]\n    // and this\n    partial class Policy\n{0}"
    )]
    [InlineData(
        "/// <summary>Docs.</summary>\nstruct Outer\n{ [MaskedPolicy] public partial class Policy {0} }",
        "/// <summary>Docs.</summary>\npartial struct Outer\n{ [MaskedPolicy] public partial class Policy {0} }"
    )]
    [InlineData(
        "public readonly record struct Outer { [MaskedPolicy] public partial class Policy {0} }",
        "public readonly partial record struct Outer { [MaskedPolicy] public partial class Policy {0} }"
    )]
    [InlineData(
        "interface IOuter { [MaskedPolicy] public partial class Policy {0} }",
        "partial interface IOuter { [MaskedPolicy] public partial class Policy {0} }"
    )]
    [InlineData(
        "[MaskedPolicy] public partial class Policy {0} sealed class Policy { }",
        "[MaskedPolicy] public partial class Policy {0} sealed partial class Policy { }"
    )]
    public async Task TypeThatIsNotPartial_BecomesPartial(string wrong, string right)
    {
        string fixedText = await Fix.Apply(s_fix, Filled(wrong));

        Assert.Equal(Filled(right), fixedText);
        Compile.Valid(fixedText);
    }

    [Fact]
    public async Task APolicyWithinOtherTypes_BecomesPartialTogetherWithThem()
    {
        string wrong = Filled("class Outer { public struct Inner { [MaskedPolicy] public class Policy {0} } }");
        string[] titles = await Fix.Titles(s_fix, wrong);

        string fixedText = await Fix.Apply(s_fix, wrong, "Make 'Policy' and the types around it partial");

        Assert.Equal(
            [
                "Make 'Outer' partial",
                "Make 'Inner' and the types around it partial",
                "Make 'Policy' and the types around it partial",
            ],
            titles);
        Assert.Equal(
            Filled("partial class Outer { public partial struct Inner { [MaskedPolicy] public partial class Policy {0} } }"),
            fixedText);
        Compile.Valid(fixedText);
    }

    [Fact]
    public async Task AllTypes_BecomePartialAtOnce()
    {
        string fixedText = await Fix.ApplyAll(s_fix, Filled(
            "class Outer { public struct Inner { [MaskedPolicy] public class Policy {0} } [MaskedPolicy] public class Second {0} } "
                + "[MaskedPolicy] class Other {0}"));

        Assert.Equal(
            Filled("partial class Outer { public partial struct Inner { [MaskedPolicy] public partial class Policy {0} } [MaskedPolicy] "
                + "public partial class Second {0} } [MaskedPolicy] partial class Other {0}"),
            fixedText);
        Compile.Valid(fixedText);
    }

    [Fact]
    public async Task AllParts_InAllFiles_BecomePartial()
    {
        string[] fixedTexts = await Fix.ApplyToSolution(
            s_fix,
            [
                "class Outer { }",
                Filled("class Outer { [MaskedPolicy] public class Policy {0} }"),
                Filled("[MaskedPolicy] class Other {0}"),
            ]);

        Assert.Equal(
            [
                "partial class Outer { }",
                Filled("partial class Outer { [MaskedPolicy] public partial class Policy {0} }"),
                Filled("[MaskedPolicy] partial class Other {0}"),
            ],
            fixedTexts);
        Compile.Valid(fixedTexts);
    }

    [Theory]
    [InlineData(
        "[MaskedPolicy]\n#if DEBUG\npublic sealed class Policy\n#else\npublic class Policy\n#endif\n{0}",
        "[MaskedPolicy]\n#if DEBUG\npublic sealed partial class Policy\n#else\npublic class Policy\n#endif\n{0}",
        "[MaskedPolicy]\n#if DEBUG\npublic sealed partial class Policy\n#else\npublic partial class Policy\n#endif\n{0}"
    )]
    [InlineData(
        "[MaskedPolicy]\n#if DEBUG\npublic\n#else\ninternal\n#endif\nclass Policy\n{0}",
        "[MaskedPolicy]\n#if DEBUG\npublic\n#else\ninternal\n#endif\npartial class Policy\n{0}",
        "[MaskedPolicy]\n#if DEBUG\npublic\n#else\ninternal\n#endif\npartial class Policy\n{0}"
    )]
    [InlineData(
        "#if DEBUG\n[System.Obsolete, MaskedPolicy]\n#else\n[MaskedPolicy]\n#endif\nclass Policy {0}",
        "#if DEBUG\n[System.Obsolete, MaskedPolicy]\n#else\n[MaskedPolicy]\n#endif\npartial class Policy {0}",
        "#if DEBUG\n[System.Obsolete, MaskedPolicy]\n#else\n[MaskedPolicy]\n#endif\npartial class Policy {0}"
    )]
    public Task Branches_AreChangedWhereTheyAreCompiled(string wrong, string inOne, string inAll) =>
        Fix.CheckBranches(s_fix, null, Filled(wrong), Filled(inOne), Filled(inAll));

    [Fact]
    public async Task TypeThatIsPartialInTheOtherBranch_IsLeftToItsAuthor() => Assert.Empty(await Fix.Titles(
        s_fix, Filled("[MaskedPolicy]\n#if DEBUG\npublic partial\n#else\npublic\n#endif\nclass Policy {0}")));

    private static string Filled(string type) => type.Replace("{0}", $"{{ {Declared.Members} }}", StringComparison.Ordinal);
}
