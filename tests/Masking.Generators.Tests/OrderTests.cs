namespace Masking.Generators.Tests;

/// <summary>The order of files changes nothing, and the order of declarations not what a weight belongs to.</summary>
public sealed class OrderTests
{
    private const string Orders = "namespace Game; public enum Order { Hold, Move }";

    private static readonly string[] Parts =
    [
        """
        namespace Game;
        [MaskedPolicy] public sealed partial class Policy
        {
            private readonly TorchSharp.Modules.Linear second = TorchSharp.torch.nn.Linear(1, 1);
            [Observation(4)] public partial MlpEncoder Weather { get; }
            [EntityMask(3)] public partial AttentionEncoder Units { get; }
            [ActionMask] public partial Head<Order> Command { get; }
            [ActionMask(Each = nameof(Units)), Given(nameof(Aims), nameof(Boosts))] public partial Head<bool> Runs { get; }
        }
        """,
        """
        namespace Game;
        partial class Policy
        {
            private readonly TorchSharp.Modules.Linear first = TorchSharp.torch.nn.Linear(1, 1);
            [Observation(2)] public partial MlpEncoder Clock { get; }
            [ActionMask(Each = nameof(Units))] public partial Head<bool> Boosts { get; }
            [Value(Sees = [nameof(Secret), nameof(Hint)])] public partial ValueHead Value { get; }
        }
        """,
        """
        namespace Game;
        partial class Policy
        {
            [Observation(3)] public partial MlpEncoder Secret { get; }
            [Observation(3)] public partial MlpEncoder Hint { get; }
            [ActionMask(Each = nameof(Units), Over = nameof(Units))] public partial PointerHead Aims { get; }
            [Core(8)] public partial GruCore Core { get; }
        }
        """,
    ];

    [Fact]
    public void Files_InAnyOrder_GiveTheSameCode()
    {
        string expected = Compile.Valid([Orders, .. Parts]).Text;

        Assert.All(Permutations(Parts), files => Assert.Equal(expected, Compile.Valid([.. files, Orders]).Text));
    }

    [Fact]
    public void PartsInOneFile_InAnyOrder_GiveTheSameCode()
    {
        string expected = Compile.Valid([Orders, .. Parts]).Text;
        string Together(IEnumerable<string> parts) => string.Join("\n",
            parts.Select((part, i) => i == 0 ? part : part.Replace("namespace Game;", "", StringComparison.Ordinal)));

        Assert.All(Permutations(Parts), parts => Assert.Equal(expected, Compile.Valid(Orders, Together(parts)).Text));
    }

    [Fact]
    public void APartThatDeclaresNothing_ChangesNoOrder() =>
        Assert.Equal(Compile.Valid(Policy("Weather", "Clock")).Text,
            Compile.Valid("partial class Policy { public int Age => 3; }", Policy("Weather", "Clock")).Text);

    [Theory]
    [InlineData("Clock", "Units", "Weather")]
    [InlineData("Weather", "Clock", "Units")]
    [InlineData("Units", "Weather", "Clock")]
    public void Declarations_InAnyOrder_AreJoinedByTheirNames(params string[] inputs)
    {
        string text = Compile.Valid(Policy(inputs)).Text;

        Assert.Contains("new global::Masking.MlpCore(inputs: Clock.Width + Units.PooledWidth + Weather.Width, width: 64)", text,
            StringComparison.Ordinal);
        Assert.Contains("cat([encodedClock, encodedUnits.Pooled, encodedWeather], dim: 1)", text, StringComparison.Ordinal);
        Assert.Contains("new global::Masking.ValueHead(inputs: Core.Width + Hint.Width + Secret.Width, hidden: Core.Width)", text,
            StringComparison.Ordinal);
        Assert.Contains("cat([latent, encodedHint, encodedSecret], dim: 1)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nameof(Jump), nameof(Brake)")]
    [InlineData("nameof(Brake), nameof(Jump)")]
    public void ChoicesThatAHeadIsGiven_AreJoinedByTheirNames(string given)
    {
        string text = Compile.Valid(
            "[MaskedPolicy] public sealed partial class Policy { [Observation(4)] public partial MlpEncoder Globals { get; } "
                + "[ActionMask] public partial Head<bool> Jump { get; } "
            + $"[ActionMask(Choices = 3)] public partial Head<int> Brake {{ get; }} [ActionMask, Given({given})] public partial "
                + $"Head<bool> Run {{ get; }} }}").Text;

        Assert.Contains("new global::Masking.Head<bool>(Core.Width, choices: 2, given: [3, 2])", text, StringComparison.Ordinal);
        Assert.Contains("Given = [\"Brake\", \"Jump\"]", text, StringComparison.Ordinal);
    }

    private static string Policy(params string[] inputs) =>
        $$"""
            [MaskedPolicy] public sealed partial class Policy
            {
                [Observation(3)] public partial MlpEncoder Secret { get; }
                [Observation(3)] public partial MlpEncoder Hint { get; }
                {{string.Join(
                "\n",
                inputs.Select(input =>
                    input == "Units"
                        ? "[EntityMask(3)] public partial DeepSetEncoder Units { get; }"
                        : $"[Observation(2)] public partial MlpEncoder {input} {{ get; }}"
                )
            )}}
                [ActionMask] public partial Head<bool> Jump { get; }
                [Value(Sees = [nameof(Secret), nameof(Hint)])] public partial ValueHead Value { get; }
            }
            """;

    private static IEnumerable<string[]> Permutations(string[] items) => items.Length < 2
        ? [items]
        : items.SelectMany((item, i) => Permutations([.. items.Where((_, j) => j != i)]).Select(rest => (string[])[item, .. rest]));
}
