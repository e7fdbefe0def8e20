using Masking.CodeFixes.Classes;

namespace Masking.Generators.Tests.CodeFixes;

/// <summary>Classes that cannot be policies, and classes that are not marked as policies.</summary>
public sealed class PolicyClassTests
{
    private static readonly MakeClassCodeFix s_makeClass = new();
    private static readonly MakePolicyCodeFix s_makePolicy = new();

    [Theory]
    [InlineData("public sealed partial record Policy {0}", "public sealed partial class Policy {0}")]
    [InlineData("public partial record /* a */ class Policy // b\n{0}", "public partial /* a */ class Policy // b\n{0}")]
    [InlineData("partial record Policy {0} partial record class Policy { }", "partial class Policy {0} partial class Policy { }")]
    public async Task Record_BecomesAClass(string wrong, string right)
    {
        string fixedText = await Fix.Apply(s_makeClass, Marked(wrong), "Make 'Policy' a class");

        Assert.Equal(Marked(right), fixedText);
        Compile.Valid(fixedText);
    }

    [Fact]
    public async Task StaticAndFileTypes_LoseTheirModifier()
    {
        const string Static = "[MaskedPolicy]\npublic static // why\npartial class Policy { }";
        string file = Marked("file sealed partial class Policy {0}");

        Assert.Equal("[MaskedPolicy]\npublic // why\npartial class Policy { }",
            await Fix.Apply(s_makeClass, Static, "Remove 'static' from 'Policy'"));
        Assert.Equal(Marked("sealed partial class Policy {0}"), await Fix.Apply(s_makeClass, file, "Remove 'file' from 'Policy'"));
        Compile.Valid(Marked("sealed partial class Policy {0}"));
    }

    [Theory]
    [InlineData("public sealed partial record Policy(int Size) {0}")]
    [InlineData("public partial class Policy : System.Collections.ArrayList {0}")]
    [InlineData("public partial class Policy { public Policy() { } }")]
    public async Task OtherClasses_AreLeftToTheirAuthors(string type) => Assert.Empty(await Fix.Titles(s_makeClass, Marked(type)));

    [Fact]
    public async Task AllRecords_BecomeClasses()
    {
        string wrong = Marked("public partial record Policy {0}") + Marked("public partial record class Other {0}");
        string right = Marked("public partial class Policy {0}") + Marked("public partial class Other {0}");

        Assert.Equal(right, await Fix.ApplyAll(s_makeClass, wrong));
        Assert.Equal([right], await Fix.ApplyToSolution(s_makeClass, [wrong]));
        Compile.Valid(right);
    }

    [Fact]
    public Task BranchesOfARecord_AreChangedWhereTheyAreCompiled() => Fix.CheckBranches(
        s_makeClass,
        "Make 'Policy' a class",
        Marked("\n#if DEBUG\npublic partial record Policy\n#else\npartial record class Policy\n#endif\n{0}"),
        Marked("\n#if DEBUG\npublic partial class Policy\n#else\npartial record class Policy\n#endif\n{0}"),
        Marked("\n#if DEBUG\npublic partial class Policy\n#else\npartial class Policy\n#endif\n{0}"));

    [Theory]
    [InlineData("public sealed class Policy {0}", "[MaskedPolicy]\npublic sealed partial class Policy {0}")]
    [InlineData("using System; class Policy {0}", "using System; [MaskedPolicy] partial class Policy {0}")]
    [InlineData(
        "// first\n/// <summary>Docs.</summary>\n[System.Serializable]\npublic partial class Policy {0}",
        "// first\n/// <summary>Docs.</summary>\n[System.Serializable]\n[MaskedPolicy]\npublic partial class Policy {0}"
    )]
    [InlineData(
        "public class Outer\n{\n    public class Policy {0}\n}",
        "public partial class Outer\n{\n    [MaskedPolicy]\n    public partial class Policy {0}\n}"
    )]
    public async Task Class_IsMarkedAsAPolicy(string wrong, string right)
    {
        string fixedText = await Fix.Apply(s_makePolicy, Filled(wrong), "Add [MaskedPolicy] to 'Policy'");

        Assert.Equal(Filled(right), fixedText);
        Assert.Equal(Filled(right), await Fix.ApplyAll(s_makePolicy, Filled(wrong), "Add [MaskedPolicy] to 'Policy'"));
        Compile.Valid(fixedText);
    }

    [Fact]
    public async Task AttributesOutsideOfAPolicy_AreRemoved()
    {
        const string Wrong =
            "public class A\n{\n    [Observation(4)]\n    public int X => 1;\n\n    [System.Obsolete, Value] public int Y => 2; // y\n}\n"
                + "[MaskedPolicy] public partial class Policy { ";
        const string Right =
            "public class A\n{\n    public int X => 1;\n\n    [System.Obsolete] public int Y => 2; // y\n}\n"
                + "[MaskedPolicy] public partial class Policy { ";

        Assert.Equal(Right + Declared.Members + " }",
            await Fix.ApplyAll(s_makePolicy, Wrong + Declared.Members + " }", "Remove all attributes of a policy"));
        Assert.Equal([Right + Declared.Members + " }"],
            await Fix.ApplyToSolution(s_makePolicy, [Wrong + Declared.Members + " }"], "Remove all attributes of a policy"));
        Compile.Valid(Right + Declared.Members + " }");
    }

    [Fact]
    public async Task RecordsAndStructs_LoseTheAttributesOnly() => Assert.Equal(["Remove [Value]"],
        await Fix.Titles(s_makePolicy, "public partial record struct Other { [Value] public ValueHead? Value { get; } }"));

    [Fact]
    public Task BranchesOfAClass_AreMarkedWhereTheyAreCompiled() => Fix.CheckBranches(
        s_makePolicy,
        "Add [MaskedPolicy] to 'Policy'",
        Filled("#if DEBUG\npublic class Policy\n#else\nclass Policy\n#endif\n{0}"),
        Filled("#if DEBUG\n[MaskedPolicy]\npublic partial class Policy\n#else\nclass Policy\n#endif\n{0}"),
        Filled("#if DEBUG\n[MaskedPolicy]\npublic partial class Policy\n#else\n[MaskedPolicy]\npartial class Policy\n#endif\n{0}"));

    [Fact]
    public Task AttributesOfAClassInABranch_DoNotMatter()
    {
        static string With(string policy, string partial) =>
            Filled($"#if DEBUG\n[System.Serializable]\n#endif\n{policy}public {partial}class Policy {{0}}");

        return Fix.CheckBranches(s_makePolicy, "Add [MaskedPolicy] to 'Policy'", With("", ""), With("[MaskedPolicy]\n", "partial "),
            With("[MaskedPolicy]\n", "partial "));
    }

    [Fact]
    public async Task AttributesInBranches_AreRemovedWhereTheyAreCompiled()
    {
        const string Wrong = "class A\n{\n#if DEBUG\n    [Value]\n#else\n    [Core(3)]\n#endif\n    public int X => 1;\n}";
        const string Outer = "class A\n{\n    [System.Obsolete,\n#if DEBUG\n    Value\n#else\n    Core(3)\n#endif\n    ]\n    public "
            + "int X => 1;\n}";

        Assert.Equal("class A\n{\n#if DEBUG\n#else\n    [Core(3)]\n#endif\n    public int X => 1;\n}",
            await Fix.Apply(s_makePolicy, Wrong, "Remove [Value]", "DEBUG"));
        // The comma belongs to both branches: without it, the other branch would be wrong.
        Assert.DoesNotContain("Remove [Value]", await Fix.Titles(s_makePolicy, Outer, "DEBUG"));
    }

    private static string Marked(string type) => "[MaskedPolicy] " + Filled(type);

    private static string Filled(string type) => type.Replace("{0}", $"{{ {Declared.Members} }}", StringComparison.Ordinal);
}
