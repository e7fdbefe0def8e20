namespace Masking.Generators.Tests;

/// <summary>Initializers that say something else than the declaration.</summary>
internal static class InitializerRuleCases
{
    private const string Null = "is null: leave it out to have the part built as declared, or build the part in it";

    private const string Drive = "public readonly record struct Drive([ActionMask(Low = -1, High = 1)] float Steer, "
        + "[ActionMask(Low = 0, High = 1)] float Gas, bool Brake); ";

    public static RuleCase[] All { get; } =
    [
        Case("a vector of another size", "[Observation(12)] public partial MlpEncoder Own { get; } = new([|11|], width: 256);",
            "says inputs: 11, and the declaration says 12",
            "[Observation(12)] public partial MlpEncoder Own { get; } = new(12, width: 256);"),
        Case("a size that is a constant elsewhere",
            "private const int Size = 3; [Observation(4 * Size)] public partial VectorEncoder Own { get; } = new MlpEncoder(width: "
            + "2, [|inputs: Size + 1|]);",
            "says inputs: 4, and the declaration says 12",
                "private const int Size = 3; [Observation(4 * Size)] public partial VectorEncoder Own { get; } = new MlpEncoder(width: "
                + "2, inputs: Size * 4);"),
        Case("a set of other features", "[EntityMask(9)] public partial AttentionEncoder Own { get; } = new([|8|], 32, heads: 2);",
            "says features: 8, and the declaration says 9",
            "[EntityMask(9)] public partial AttentionEncoder Own { get; } = new(9, 8, heads: 2);"),
        Case("a map of other channels", "[AgentGrid(3)] public partial ConvEncoder Own { get; } = new([|4|], null, null);",
            "says channels: 4, and the declaration says 3",
            "[AgentGrid(3)] public partial ConvEncoder Own { get; } = new(3, null, null, filters: 4);"),
        Case("a map of another height", "[AgentGrid(3, 8, 6)] public partial ConvEncoder Own { get; } = new(3, [|6|], 6);",
            "says height: 6, and the declaration says 8",
            "[AgentGrid(3, 8, 6)] public partial ConvEncoder Own { get; } = new(3, null, null);"),
        Case("a map of a size that the batch decides",
            "[AgentGrid(3, height: 8)] public partial ConvEncoder Own { get; } = new(3, 8, [|width: 6|]);",
            "says width: 6, and the declaration leaves it to the batch",
            "[AgentGrid(3, height: 8)] public partial ConvEncoder Own { get; } = new(3, 8, width: null);"),
        Case("a map without agents of another width",
            "[Observation(3, 8, 6)] public partial ConvEncoder Own { get; } = new(3, 8, [|5|]);",
            "says width: 5, and the declaration says 6",
            "[Observation(3, 8, 6)] public partial ConvEncoder Own { get; } = new(3, 8, 6);"),
        Case("a core of another width", "[Core(32)] public partial MlpCore Own { get; } = new(64, [|16|]);",
            "says width: 16, and the declaration says 32", "[Core(32)] public partial MlpCore Own { get; } = new(64, 32);"),
        Case("a core that remembers, of another width", "[Core(32)] public partial GruCore Own { get; } = new(64, [|width: 16|]);",
            "says width: 16, and the declaration says 32",
            "[Core(32)] public partial RecurrentCore Own { get; } = new GruCore(64, width: 32);"),
        Case("a head of other choices", "[ActionMask] public partial Head<System.DayOfWeek> Own { get; } = new(64, [|6|]);",
            "says choices: 6, and the declaration says 7",
            "[ActionMask] public partial Head<System.DayOfWeek> Own { get; } = new(64, 7);"),
        Case("a number whose initializer has choices",
            "[ActionMask(Low = 0, High = 1)] public partial Head<float> Own { get; } = new(64, [|2|]);",
            NeedsNumbers("(0, 1)"),
            "[ActionMask(Low = 0, High = 1)] public partial Head<float> Own { get; } = new(64, (0, 1));"),
        Case("numbers and choices, by names",
            Drive + "[ActionMask] public partial Head<Drive> Own { get; } = new([|choices: 6|], inputs: 64);",
            NeedsNumbers("(2, 2)"),
            Drive + "[ActionMask] public partial Head<Drive> Own { get; } = new(columns: (2, 2), inputs: 64);"),
        Case("another number of numbers",
            "private const int Two = 2; [ActionMask(Low = 0, High = 1)] public partial Head<float> Own { get; } = new(64, [|(0, Two)|]);",
            "says columns: (0, Two), and the declaration says (0, 1), the number of choices and of numbers",
            "[ActionMask(Low = 0, High = 1)] public partial Head<float> Own { get; } = new(64, (0, 1));"),
        Case("no part", "[Observation(3)] public partial MlpEncoder Own { get; } = [|null!|];", Null,
            "[Observation(3)] public partial MlpEncoder Own { get; }"),
        Case("no pointer", "[EntityMask(2)] public partial DeepSetEncoder Units { get; } [ActionMask(Over = nameof(Units))] public "
            + "partial PointerHead Own { get; } = [|default!|];", Null,
            "[EntityMask(2)] public partial DeepSetEncoder Units { get; } [ActionMask(Over = nameof(Units))] public partial PointerHead "
                + "Own { get; } = new(64, 64, width: 3);"),
        Case("no value", "[Value] public partial ValueHead Own { get; } = [|(ValueHead)null!|];", Null,
            "[Value] public partial ValueHead Own { get; } = new(64, hidden: 3);"),
    ];

    private static string NeedsNumbers(string sizes) =>
        $"says the number of choices, and the head also chooses numbers: write {sizes} in its place, the number of choices and of numbers";

    private static RuleCase Case(string name, string wrong, string message, string right) =>
        new("MASK037", name, Policy(wrong), $"The initializer of 'Own' {message}", Policy(right)) { CanBeUsed = false };

    private static string Policy(string member) => $"[MaskedPolicy] public sealed partial class Policy {{ {Declared.Members} {member} }}";
}
