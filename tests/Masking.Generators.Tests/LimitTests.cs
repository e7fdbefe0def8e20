using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Tests;

/// <summary>Declarations of any size are read, and what is too large is refused where it stands.</summary>
public sealed class LimitTests
{
    private const string Globals = "[Observation(4)] public partial MlpEncoder Globals { get; }";
    private const string Units = "[EntityMask(4)] public partial DeepSetEncoder Units { get; }";
    private const string Healthy = $"[MaskedPolicy] public sealed partial class Healthy {{ {Declared.Members} }}";

    /// <summary>Sizes at every place that takes one.</summary>
    private static readonly string[] Places =
    [
        $"{Globals} [ActionMask(Choices = {{0}})] public partial Head<int> Member {{ get; }}",
        $"{Globals} [ActionMask(Choices = {{0}})] public partial QHead<int> Member {{ get; }}",
        $"{Globals} [ActionMask(Choices = {{0}})] public partial Head<int> First {{ get; }} [ActionMask(Choices = {{0}}), "
            + $"MaskPer(nameof(First))] public partial Head<int> Member {{ get; }}",
        $"{Globals} [ActionMask(Choices = {{0}})] public partial Head<int> First {{ get; }} [ActionMask(Choices = {{0}})] public partial "
            + $"Head<int> Second {{ get; }} [ActionMask(Choices = {{0}}), MaskPer(nameof(First), nameof(Second))] public partial Head<int> "
            + "Member { get; }",
        $"{Globals} [ActionMask(Choices = {{0}})] public partial Head<int> First {{ get; }} [ActionMask, ActiveWhen(nameof(First), 1)] "
            + $"public partial Head<bool> Member {{ get; }}",
        $"{Globals} [ActionMask] public partial Head<Pair> Member {{ get; }}",
        $"{Units} [ActionMask] public partial Head<bool> First {{ get; }} [ActionMask(Over = nameof(Units), AtMost = {{0}})] public "
            + $"partial SubsetHead Member {{ get; }}",
        $"{Units} [ActionMask(Over = nameof(Units), AtLeast = {{0}}, AtMost = {{0}})] public partial SubsetHead Member {{ get; }} "
            + $"[ActionMask(Over = nameof(Units), AtMost = {{0}})] public partial SubsetHead Second {{ get; }}",
        "[Observation({0})] public partial MlpEncoder Member { get; } [ActionMask] public partial Head<bool> Jump { get; }",
        "[Observation({0}, {0}, {0})] public partial ConvEncoder Member { get; } [ActionMask(Over = nameof(Member))] public partial "
            + "PointerHead Aim { get; }",
        "[EntityMask({0})] public partial DeepSetEncoder Member { get; } [ActionMask] public partial Head<bool> Jump { get; }",
        "[AgentGrid({0}, {0}, {0})] public partial ConvEncoder Member { get; } [ActionMask(Each = nameof(Member), Over = "
            + "nameof(Member))] public partial PointerHead Aim { get; }",
        "[AgentGrid(3, {0}, 0)] public partial ConvEncoder Member { get; } [ActionMask(Each = nameof(Member))] public partial "
            + "Head<bool> Jump { get; }",
        $"{Globals} [Core({{0}})] public partial MlpCore Member {{ get; }} [ActionMask] public partial Head<bool> Jump {{ get; }}",
        $"{Globals} [Core({{0}})] public partial GruCore Member {{ get; }} [ActionMask] public partial Head<bool> Jump {{ get; }}",
    ];

    public static TheoryData<string, string> Sizes =>
        [
            .. Places.SelectMany(
                _ => new[] { int.MinValue, -1, 0, 65_536, 2_000_000_000, int.MaxValue },
                (place, size) => (place, size.ToString(CultureInfo.InvariantCulture))
            ),
        ];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void SizesOfAnyMagnitude_CostNoOtherPolicyItsCode(string members, string size)
    {
        ArgumentNullException.ThrowIfNull(members);
        Compiled compiled = Compile.Run(
            $"public readonly record struct Pair([ActionMask(Choices = {size})] int First, [ActionMask(Choices = {size}), "
                + "ActiveWhen(\"First\", 1)] int Second);"
            + $"[MaskedPolicy] public sealed partial class Policy {{ {members.Replace("{0}", size, StringComparison.Ordinal)} }}",
            Healthy);

        Assert.Equal(["Healthy.g.cs", "Policy.g.cs"], compiled.HintNames);
        Assert.Empty(compiled.Problems());
        Assert.All(
            compiled.Reported(),
            diagnostic => Assert.DoesNotContain("Healthy", diagnostic.Location.SourceTree!.ToString(), StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("Choices = 1_048_576", "Head<int>")]
    [InlineData("Over = nameof(Units), AtLeast = 65_536, AtMost = 65_536", "SubsetHead")]
    public void GreatestSizes_AreAccepted(string arguments, string type) =>
        Compile.Valid(
            $"[MaskedPolicy] public sealed partial class Policy {{ {Units} [Observation(1_048_576)] public partial MlpEncoder Globals "
                + $"{{ get; }}"
                + $" [Observation(16, 4096, 4096)] public partial ConvEncoder Map {{ get; }} [AgentGrid(1, 16_384, 16_384)] public "
                + $"partial ConvEncoder Field {{ get; }}"
                + $" [Core(1_048_576)] public partial MlpCore Core {{ get; }} [ActionMask({arguments})] public partial {type} Member {{ "
                + $"get; }} }}"
        );

    [Fact]
    public void SumsThatExceedAnInt_AreReported()
    {
        string parameters = string.Join(", ", Enumerable.Range(0, 3000).Select(i => $"[ActionMask(Choices = 1_048_576)] int P{i}"));

        Compiled compiled = Compile.Run(
            $"public readonly record struct Wide({parameters}); [MaskedPolicy] public sealed partial class Policy {{ {Globals} "
                + $"[ActionMask] public partial Head<Wide> Member {{ get; }} }}",
            Healthy
        );

        Diagnostic reported = Assert.Single(compiled.Reported());
        Assert.Equal(
            "The number of choices of 'Member' must be at most 268435456, and is 3145728000",
            reported.GetMessage(CultureInfo.InvariantCulture)
        );
        Assert.Equal(["Healthy.g.cs", "Policy.g.cs"], compiled.HintNames);
    }

    [Fact]
    public void ManyOfManyValues_AreFoundAtOnce()
    {
        const int Values = 20_000;
        string[] names = [.. Enumerable.Range(0, Values).Select(i => string.Create(CultureInfo.InvariantCulture, $"V{i}"))];
        string listed = string.Join(", ", names.Where((_, i) => i % 2 == 1).Select(name => "Order." + name));

        Compiled compiled = Compile.Valid(
            $"public enum Order {{ {string.Join(", ", names)} }} [MaskedPolicy] public sealed partial class Policy {{ {Globals}"
                + $" [ActionMask] public partial Head<Order> Command {{ get; }} [ActionMask, ActiveWhen(nameof(Command), {listed})] "
                + $"public partial Head<bool> Jump {{ get; }} }}"
        );

        string expected = string.Join(", ", names.Where((_, i) => i % 2 == 1).Select(name => $"\"{name}\""));
        Assert.Contains(
            $"ActiveWhen = new(\"Command\", [{expected}])",
            string.Join(" ", compiled.Text.Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void FewOfManyNumbers_AreWrittenAsThemselves()
    {
        Compiled compiled = Compile.Valid(
            $"[MaskedPolicy] public sealed partial class Policy {{ {Globals} [ActionMask(Choices = 1_000_000)] public partial Head<int> "
                + $"First {{ get; }}"
            + " [ActionMask, ActiveWhen(nameof(First), 7, 999_999)] public partial Head<bool> Second { get; } }");

        Assert.Contains("ActiveWhen = new(\"First\", [\"7\", \"999999\"])", compiled.Text, StringComparison.Ordinal);
        Assert.InRange(compiled.Text.Length, 0, 100_000);
    }

    [Fact]
    public void HeadsThatDependOnTheNext_AreAccepted()
    {
        const int Heads = 600;
        IEnumerable<string> heads = Enumerable.Range(0, Heads).Select(i =>
            $"[ActionMask{(i < Heads - 1 ? $", Given(\"H{i + 1}\")" : "")}] public partial Head<bool> H{i} {{ get; }}");

        Compiled compiled = Compile.Valid($"[MaskedPolicy] public sealed partial class Policy {{ {Globals} {string.Join("\n", heads)} }}");

        Assert.Contains("Given = [\"H599\"]", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void TextOfManyHeads_IsLinear()
    {
        int text = TextOf(heads: 500).Length;

        Assert.InRange(text, 0, 1_400_000);
        Assert.InRange(text, 0, 2.2 * TextOf(heads: 250).Length);
    }

    /// <summary>The code that is generated for one agent with heads of all kinds, in turn.</summary>
    private static string TextOf(int heads)
    {
        string[] kinds =
        [
            "[ActionMask] public partial Head<Order> H{0} { get; }",
            "[ActionMask] public partial Head<bool> H{0} { get; }",
            "[ActionMask(Choices = 7)] public partial Head<int> H{0} { get; }",
            "[ActionMask] public partial Head<Perks> H{0} { get; }",
            "[ActionMask] public partial Head<Target> H{0} { get; }",
            "[ActionMask(Over = nameof(Units))] public partial PointerHead H{0} { get; }",
            "[ActionMask(Over = nameof(Units), AtMost = 3)] public partial SubsetHead H{0} { get; }",
            "[ActionMask, ActiveWhen(\"H0\", Order.Move)] public partial Head<Order> H{0} { get; }",
            "[ActionMask, MaskPer(\"H0\")] public partial Head<Order> H{0} { get; }",
            "[ActionMask, Given(\"H0\", \"H1\")] public partial Head<Order> H{0} { get; }",
        ];
        IEnumerable<string> members = Enumerable.Range(0, heads).Select(i =>
            kinds[i % kinds.Length].Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return Compile.Valid(
            "public enum Order { Hold, Move, Gather, Attack } [System.Flags] public enum Perks { Fast = 1, Strong = 2 }"
            + " public readonly record struct Target([ActionMask(Choices = 8)] int X, [ActionMask(Choices = 8)] int Y);"
            + $" [MaskedPolicy] public sealed partial class Policy {{ {Units} {string.Join("\n", members)} }}").Text;
    }
}
