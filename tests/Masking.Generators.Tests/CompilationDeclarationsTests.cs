using Masking.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Masking.Generators.Tests;

/// <summary>What may change the meaning of a declaration is seen, and what cannot is not.</summary>
public sealed class CompilationDeclarationsTests
{
    private const string Text =
        """"
        using Words = System.String;

        [assembly: System.CLSCompliant(false)]

        const int Rounds = 7;
        System.Console.WriteLine(Rounds);

        namespace Game
        {
            /// <summary>Orders.</summary>
            public enum Order { Hold, Move = 2 }

            public class Sizes(int first) : object
            {
                public static readonly int[] Table = [1, 2, 3], Wide = new int[40];
                public const int Units = 3, Boxes = 30;
                public event System.Action Played = () => System.Console.Write("played");
                public int Weather { get; set; } = 50;
                public const Words Name = """Units""";
                public int Sum(int other = 5) { int sum = first + other; return sum; }
                public int Product => 6;
            }
        }
        """";

    private static readonly CSharpCompilation Source = Compile.Source(Text, "class Beside;");

    [Theory]
    [InlineData("return sum;", "return sum * 2;")]
    [InlineData("return sum;", "return")]
    [InlineData("return sum;", "return sum );")]
    [InlineData("=> 6", "=> Sum(7)")]
    [InlineData("Orders.", "Commands.")]
    [InlineData("namespace Game", "// A comment.\nnamespace Game")]
    [InlineData("    ", "\t")]
    [InlineData("2, 3", "2, 3, 4")]
    [InlineData("[40]", "[40")]
    [InlineData("2, 3]", "2, 3 )]")]
    [InlineData("new int[40]", "[]")]
    [InlineData("\"played\"", "\"stopped\"")]
    [InlineData("= 50", "= 51")]
    [InlineData("= 50", "= 51 +")]
    [InlineData("Rounds = 7", "Rounds = 8")]
    [InlineData("WriteLine(Rounds);", "WriteLine(Rounds + 1);")]
    [InlineData("WriteLine(Rounds);", "WriteLine(")]
    [InlineData("WriteLine(Rounds);", "WriteLine(Rounds); System.Console.WriteLine();")]
    public void EditThatDeclaresNothing_LeavesItEqual(string old, string edited)
    {
        AssertSame(Source, Edited(old, edited));
    }

    [Theory]
    [InlineData("Words = System.String", "Words = System.Int32")]
    [InlineData("CLSCompliant(false)", "CLSCompliant(true)")]
    [InlineData("namespace Game", "namespace Play")]
    [InlineData("Hold, Move", "Move, Hold")]
    [InlineData("Move = 2", "Move = 3")]
    [InlineData("Move = 2", "Move = 2, Attack")]
    [InlineData("public enum", "internal enum")]
    [InlineData("public enum", "[System.Flags] public enum")]
    [InlineData(": object", ": System.Attribute")]
    [InlineData("int first", "long first")]
    [InlineData("Units = 3", "Units = 4")]
    [InlineData("Boxes = 30", "Boxes = 31")]
    [InlineData("Table =", "List =")]
    [InlineData("int[] Table", "object Table")]
    [InlineData(" = 50;", "")]
    [InlineData("const int Rounds = 7;\nSystem.Console.WriteLine(Rounds);", "")]
    [InlineData("\"Units\"", "\"Boxes\"")]
    [InlineData("other = 5", "other = 6")]
    [InlineData("public int Product => 6;", "")]
    [InlineData("public int Product => 6;", "public int Product { get; }")]
    [InlineData(
        "public const int",
        "\n#if NEVER\n public const int None = 0;\n#else\n public const int Some = 0;\n#endif\n public const int"
    )]
    public void EditOfADeclaration_ChangesIt(string old, string edited)
    {
        AssertDiffer(Source, Edited(old, edited));
    }

    /// <summary>A value that the parser has skipped a token behind has no constant value.</summary>
    [Theory]
    [InlineData("Move = 2", "Move = 2 )")]
    [InlineData("Units = 3", "Units = 3 )")]
    [InlineData("CLSCompliant(false)", "CLSCompliant(false }")]
    public void SkippedTokens_ChangeIt(string old, string edited)
    {
        CSharpCompilation wrong = Edited(old, edited);

        AssertDiffer(Source, wrong);
        AssertDiffer(wrong, Source);
        AssertDiffer(wrong, wrong.ReplaceSyntaxTree(wrong.SyntaxTrees[0], wrong.SyntaxTrees[0]
            .WithChangedText(SourceText.From(Text.Replace(old, edited + " ", StringComparison.Ordinal)))));
        AssertSame(wrong, wrong.Clone());
    }

    [Fact]
    public void OtherFiles_ChangeIt()
    {
        SyntaxTree[] files = [.. Source.SyntaxTrees];

        AssertDiffer(Source, Source.RemoveSyntaxTrees(files[1]));
        AssertDiffer(
            Source,
            Source.AddSyntaxTrees(
                CSharpSyntaxTree.ParseText(
                    "class Added;",
                    (CSharpParseOptions)files[0].Options,
                    cancellationToken: TestContext.Current.CancellationToken
                )
            )
        );

        // The order of the files is the order of the parts of a class.
        AssertDiffer(Source, Source.RemoveAllSyntaxTrees().AddSyntaxTrees(files.Reverse()));
    }

    [Fact]
    public void OtherSettings_ChangeIt()
    {
        AssertDiffer(Source, Source.WithAssemblyName("Other"));
        AssertDiffer(Source, Source.WithOptions(Source.Options.WithNullableContextOptions(NullableContextOptions.Disable)));
        AssertDiffer(Source, Source.RemoveReferences(Source.ExternalReferences[0]));
        AssertSame(Source, Source.Clone());
    }

    private static CSharpCompilation Edited(string old, string edited)
    {
        string text = Text.Replace(old, edited, StringComparison.Ordinal);
        Assert.NotEqual(Text, text);
        return Source.ReplaceSyntaxTree(Source.SyntaxTrees[0], Source.SyntaxTrees[0].WithChangedText(SourceText.From(text)));
    }

    private static void AssertSame(CSharpCompilation one, CSharpCompilation other)
    {
        Assert.Equal(new CompilationDeclarations(one), new CompilationDeclarations(other));
        Assert.Equal(new CompilationDeclarations(one).GetHashCode(), new CompilationDeclarations(other).GetHashCode());
    }

    private static void AssertDiffer(CSharpCompilation one, CSharpCompilation other) =>
        Assert.NotEqual(new CompilationDeclarations(one), new CompilationDeclarations(other));
}
