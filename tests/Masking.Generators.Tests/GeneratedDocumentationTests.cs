using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Tests;

/// <summary>Completion explains every generated member: what it is and, for tensors and masks, their shape.</summary>
public sealed partial class GeneratedDocumentationTests
{
    private static readonly string[] ShapedTypes = ["Tensor", "Span", "MaskSpan"];

    /// <summary>All snapshots.</summary>
    public static TheoryData<string> Snapshots { get; } =
        [.. SnapshotFiles.Beginning("").Select(SnapshotFiles.NameOf).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Snapshots))]
    public void EveryPublicMember_IsDocumented_WithItsShape(string snapshot)
    {
        MemberDeclarationSyntax[] members = [.. PublicMembers(snapshot)];

        Assert.Equal(snapshot.Contains("KeepsProperties", StringComparison.Ordinal), members.Length == 0);
        Assert.All(members, member => Assert.Contains("/// <", DocumentationOf(member), StringComparison.Ordinal));
        Assert.All(members.Where(IsShaped), member => Assert.Matches(Shape(), DocumentationOf(member)));
    }

    [Theory]
    [InlineData("enum Order { A, B, C, D, E, F, G, H }", "0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H")]
    [InlineData("enum Order { A, B, C, D, E, F, G, H, I }", "index i is the value i of <c>Order</c>, in ascending order")]
    [InlineData("[System.Flags] enum Order { A = 1, B = 2 }", "0 A, 1 B")]
    [InlineData("[System.Flags] enum Order { A = 1, B = 2, C = 4, D = 8, E = 16, F = 32, G = 64, H = 128, I = 256 }",
        "index i is the bit i of <c>Order</c>, in ascending order")]
    [InlineData("readonly record struct Order(bool A, [ActionMask(Choices = 5)] int B, bool C)", "0–1 A, 2–6 B, 7–8 C")]
    [InlineData("readonly record struct Order(bool A, bool B, bool C, bool D, bool E, bool F, bool G, bool H, bool I)",
        "the components in the order of their declaration")]
    public void ChoicesAreListed_WhereTheyAreFew(string type, string listed)
    {
        string declaration = type.StartsWith("readonly", StringComparison.Ordinal) ? $"public {type};"
            : type.Replace("enum", "public enum", StringComparison.Ordinal);
        string text = Compile.Valid(declaration, """
            [MaskedPolicy]
            public sealed partial class Policy
            {
                [Observation(4)] public partial MlpEncoder Globals { get; }
                [ActionMask] public partial Head<Order> Command { get; }
            }
            """).Text;

        string words = Wrap().Replace(text, " ");
        Assert.Contains($"bool; {listed}.</summary>", words.Replace(" </summary>", "</summary>", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    /// <summary>Public members, apart from the implementing parts of properties, which their author documents.</summary>
    private static IEnumerable<MemberDeclarationSyntax> PublicMembers(string snapshot) =>
        CSharpSyntaxTree.ParseText(SnapshotFiles.Read(snapshot), cancellationToken: TestContext.Current.CancellationToken)
            .GetRoot(TestContext.Current.CancellationToken)
            .DescendantNodes()
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member.Modifiers.Any(SyntaxKind.PublicKeyword) && !member.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static bool IsShaped(MemberDeclarationSyntax member) => (member switch
    {
        PropertyDeclarationSyntax property => property.Type,
        MethodDeclarationSyntax method => method.ReturnType,
        _ => null,
    })?.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name => IsShaped(name.Identifier.ValueText)) == true;

    /// <summary>Whether a type is a tensor, memory of a batch, or the generated masks of a record struct.</summary>
    private static bool IsShaped(string type) => ShapedTypes.Contains(type) || type.EndsWith("Masks", StringComparison.Ordinal);

    private static string DocumentationOf(MemberDeclarationSyntax member) => member.GetLeadingTrivia().ToFullString();

    /// <summary>A line break within a comment.</summary>
    [GeneratedRegex(@"\n */// ")]
    private static partial Regex Wrap();

    [GeneratedRegex(@"<c>[(\[][^<]+[)\]]</c>")]
    private static partial Regex Shape();
}
