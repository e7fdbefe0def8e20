using System.Globalization;

namespace Masking.Generators.Tests;

/// <summary>Each way to break each rule.</summary>
public static class RuleCases
{
    private const string Core = "[Core(8)] public partial MlpCore Core { get; }";
    private const string Gru = "[Core(8)] public partial GruCore Core { get; }";
    private const string Globals = "[Observation(4)] public partial MlpEncoder Globals { get; }";
    private const string Units = "[EntityMask(4)] public partial DeepSetEncoder Units { get; }";
    private const string Map = "[AgentGrid(3, 8, 8)] public partial ConvEncoder Map { get; }";
    private const string Boxes = "[EntityMask(3)] public partial AttentionEncoder Boxes { get; }";
    private const string Agents = "[EntityMask(4), AttendsTo(nameof(Boxes))] public partial AttentionEncoder Agents { get; }";
    private const string Jump = "[ActionMask] public partial Head<bool> Jump { get; }";
    private const string Choosable =
        "choose an enum, a bool, an int with Choices, a float with Low and High, or a readonly record struct of these";
    private const string Orders = "public enum Order { Hold, Move } ";

    public static IReadOnlyList<RuleCase> All { get; } =
    [
        new("MASK001", "the class",
            $"[MaskedPolicy] public sealed class [|Policy|] {{ {Globals} {Jump} }}",
            "'Policy' must be partial, so that the generated code can be a part of it",
            Policy(Globals, Jump), "CS0260"),
        new("MASK001", "one part of the class",
            $"[MaskedPolicy] public partial class Policy {{ {Globals} {Jump} }} sealed class [|Policy|] {{ }}",
            "'Policy' must be partial, so that the generated code can be a part of it",
            Policy(Globals, Jump) + "sealed partial class Policy { }", "CS0260"),
        new("MASK001", "the type around it",
            $"public class [|Outer|] {{ {Policy(Globals, Jump)} }}",
            "'Outer' must be partial, so that the generated code can be a part of it",
            $"public partial class Outer {{ {Policy(Globals, Jump)} }}", "CS0260") { CanBeUsed = false },
        new("MASK001", "the type around several",
            $"public struct [|Outer|] {{ {Policy(Globals, Jump)} partial class Inner {{ {Policy(Globals, Jump)} }} "
                + Policy(Globals, Jump).Replace("Policy", "Other", StringComparison.Ordinal)
                    .Replace("MaskedOther", "MaskedPolicy", StringComparison.Ordinal) + " }",
            "'Outer' must be partial, so that the generated code can be a part of it",
            $"public partial struct Outer {{ {Policy(Globals, Jump)} partial class Inner {{ {Policy(Globals, Jump)} }} }}",
            "CS0260"
        )
        {
            CanBeUsed = false,
        },
        NotDeclared("not partial", "public MlpEncoder [|Globals|] { get; }"),
        NotDeclared("with a setter", "public partial MlpEncoder [|Globals|] { get; set; }"),
        NotDeclared("with a hidden setter", "public partial MlpEncoder [|Globals|] { get; private set; }"),
        NotDeclared("with a setter of a required property", "public required partial MlpEncoder [|Globals|] { get; set; }")
        with { CanBeUsed = false },
        NotDeclared("with an initialiser", "public partial MlpEncoder [|Globals|] { get; init; }"),
        NotDeclared("with a body", "public MlpEncoder [|Globals|] => new(4);"),
        NotDeclared("static", "public static partial MlpEncoder [|Globals|] { get; }"),
        NotDeclared("by reference", "public partial ref MlpEncoder [|Globals|] { get; }"),
        NotDeclared("by readonly reference", "public partial ref readonly MlpEncoder [|Globals|] { get; }"),
        NotDeclared(
            "implemented by hand",
            "public partial MlpEncoder [|Globals|] { get; } public partial MlpEncoder Globals { get => new(4); }"
        ),
        NotDeclared("with a setter alone", "public partial MlpEncoder [|Globals|] { set; }"),
        new("MASK002", "an indexer",
            Policy(Jump, Globals, "[Observation(4)] public partial MlpEncoder [|this|][int i] { get; }"),
            "'this[]' must be a partial property with only a getter: 'public partial MlpEncoder this[] { get; }'",
            Policy(Jump, Globals, "public MlpEncoder this[int i] => Globals;")
        ),
        new(
            "MASK002",
            "an explicit implementation",
            "public interface ISees { MlpEncoder Globals { get; } } "
                + Policy(Jump, Units, "[Observation(4)] MlpEncoder ISees.[|Globals|] => new(4);")
                    .Replace("Policy {", "Policy : ISees {", StringComparison.Ordinal),
            "'ISees.Globals' must be a partial property with only a getter: 'public partial MlpEncoder ISees.Globals { get; }'",
            "public interface ISees { MlpEncoder Globals { get; } } "
                + Policy(Jump, Globals).Replace("Policy {", "Policy : ISees {", StringComparison.Ordinal)
        ),
        Unfit(
            "a vector for a map encoder",
            "[Observation(4)] public partial [|ConvEncoder|] Globals { get; }",
            "The type of 'Globals' is 'ConvEncoder', but [Observation(size)] needs an MlpEncoder, or a VectorEncoder of your own"
        ),
        Unfit(
            "a map for a vector encoder",
            "[Observation(1, 2, 3)] public partial [|MlpEncoder|] Globals { get; }",
            "The type of 'Globals' is 'MlpEncoder', but [Observation(channels, height, width)] needs a ConvEncoder, or a GridEncoder of "
                + "your own"
        ),
        Unfit(
            "a set for a vector encoder",
            "[EntityMask(4)] public partial [|MlpEncoder|] Globals { get; }",
            "The type of 'Globals' is 'MlpEncoder', but [EntityMask] needs an AttentionEncoder, a DeepSetEncoder, or an EntityEncoder of "
                + "your own"
        ),
        Unfit(
            "an agent map for a set encoder",
            "[AgentGrid(4)] public partial [|DeepSetEncoder|] Globals { get; }",
            "The type of 'Globals' is 'DeepSetEncoder', but [AgentGrid] needs a ConvEncoder, or a GridEncoder of your own"
        ),
        Unfit(
            "a nullable encoder",
            "[Observation(4)] public partial [|MlpEncoder?|] Globals { get; }",
            "The type of 'Globals' is 'MlpEncoder?', but [Observation(size)] needs an MlpEncoder, or a VectorEncoder of your own, "
                + "without '?'"
        ),
        Unfit(
            "a number",
            "[Observation(4)] public partial [|int|] Globals { get; }",
            "The type of 'Globals' is 'int', but [Observation(size)] needs an MlpEncoder, or a VectorEncoder of your own"
        ),
        Unfit(
            "a core",
            "[Core(4)] public partial [|MlpEncoder|] Core { get; }",
            "The type of 'Core' is 'MlpEncoder', but [Core] needs an MlpCore, a GruCore, an LstmCore, or a PolicyCore or RecurrentCore of "
                + "your own"
        ),
        Unfit(
            "a nullable core that remembers",
            "[Core(4)] public partial [|LstmCore?|] Core { get; }",
            "The type of 'Core' is 'LstmCore?', but [Core] needs an MlpCore, a GruCore, an LstmCore, or a PolicyCore or RecurrentCore of "
                + "your own, without '?'"
        ),
        Unfit(
            "a value",
            "[Value] public partial [|Head<bool>|] Value { get; }",
            "The type of 'Value' is 'Head<bool>', but [Value] needs a ValueHead"
        ),
        Unfit(
            "a head",
            "[ActionMask] public partial [|ValueHead|] Command { get; }",
            "The type of 'Command' is 'ValueHead', but [ActionMask] needs a Head<T>, a QHead<T>, a PointerHead or a SubsetHead"
        ),
        Unfit(
            "a nullable head",
            "[ActionMask] public partial [|Head<bool>?|] Command { get; }",
            "The type of 'Command' is 'Head<bool>?', but [ActionMask] needs a Head<T>, a QHead<T>, a PointerHead or a SubsetHead, "
                + "without '?'"
        ),
        Unfit(
            "a set that a head needs",
            "[EntityMask(4)] public partial [|MlpEncoder|] Beasts { get; } [ActionMask(Each = nameof(Beasts))] public partial "
                + "Head<bool> Run { get; } [ActionMask(Over = nameof(Beasts))] public partial PointerHead Aim { get; }",
            "The type of 'Beasts' is 'MlpEncoder', but [EntityMask] needs an AttentionEncoder, a DeepSetEncoder, or an EntityEncoder of "
                + "your own"
        ),
        Unknown(
            "Each of no member",
            "[ActionMask(Each = [|\"Beasts\"|])] public partial Head<bool> Run { get; }",
            "Each of 'Run' names 'Beasts', but must name an [EntityMask] or [AgentGrid] member of this policy",
            "[ActionMask(Each = \"Units\")] public partial Head<bool> Run { get; }"),
        Unknown("Each of nothing", "[ActionMask(Each = [|\"\"|])] public partial Head<bool> Run { get; }",
            "Each of 'Run' names '', but must name an [EntityMask] or [AgentGrid] member of this policy",
            "[ActionMask(Each = null)] public partial Head<bool> Run { get; }"),
        Unknown("Each of the value, of a vector", "[Value(Each = [|nameof(Globals)|])] public partial ValueHead Value { get; }",
            "Each of 'Value' names 'Globals', but must name an [EntityMask] or [AgentGrid] member of this policy",
            "[Value] public partial ValueHead Value { get; }"),
        Unknown("Each of the value, of nothing", "[Value(Each = [|\"units\"|])] public partial ValueHead Value { get; }",
            "Each of 'Value' names 'units', but must name an [EntityMask] or [AgentGrid] member of this policy",
            "[Value] public partial ValueHead Value { get; }"),
        Unknown("Each of a vector", "[ActionMask(Each = [|nameof(Globals)|])] public partial Head<bool> Run { get; }",
            "Each of 'Run' names 'Globals', but must name an [EntityMask] or [AgentGrid] member of this policy",
            "[ActionMask(Each = nameof(Map))] public partial Head<bool> Run { get; }"
        ),
        Unknown(
            "Each of a map without agents",
            "[Observation(1, 2, 3)] public partial ConvEncoder Ground { get; } [ActionMask(Each = [|nameof(Ground)|])] public partial "
                + "Head<bool> Run { get; }",
            "Each of 'Run' names 'Ground', but must name an [EntityMask] or [AgentGrid] member of this policy",
            "[Observation(1, 2, 3)] public partial ConvEncoder Ground { get; } [ActionMask(Over = nameof(Ground))] public partial "
                + "PointerHead Run { get; }"
        ),
        Unknown(
            "Each of itself",
            "[ActionMask(Each = [|nameof(Run)|])] public partial Head<bool> Run { get; }",
            "Each of 'Run' names 'Run', but must name an [EntityMask] or [AgentGrid] member of this policy",
            "[ActionMask(Each = nameof(Units))] public partial Head<bool> Run { get; }"),
        Unknown("Each of another case", "[ActionMask(Each = [|\"units\"|])] public partial Head<bool> Run { get; }",
            "Each of 'Run' names 'units', but must name an [EntityMask] or [AgentGrid] member of this policy",
            "[ActionMask(Each = nameof(Policy.Units))] public partial Head<bool> Run { get; }"),
        Unknown("Over a vector", "[ActionMask(Over = [|nameof(Globals)|])] public partial PointerHead Aim { get; }",
            "Over of 'Aim' names 'Globals', but must name an [EntityMask], an [AgentGrid] or an [Observation(channels, height, width)] "
                + "member of this policy",
            "[ActionMask(Over = nameof(Units))] public partial PointerHead Aim { get; }"),
        Unknown("Over a head", "[ActionMask(Over = [|nameof(Jump)|])] public partial PointerHead Aim { get; }",
            "Over of 'Aim' names 'Jump', but must name an [EntityMask], an [AgentGrid] or an [Observation(channels, height, width)] "
                + "member of this policy",
            "[ActionMask(Over = nameof(Map))] public partial PointerHead Aim { get; }"),

        new("MASK005", "no head", $"[MaskedPolicy] public sealed partial class [|Policy|] {{ {Globals} }}",
            "'Policy' has no action head: add a member like '[ActionMask] public partial Head<Order> Command { get; }'",
            Policy(Globals, Jump)),

        NotPositive("a vector of nothing", "[Observation([|{0}|])] public partial MlpEncoder Member {{ get; }}", 0, "size"),
        NotPositive("a vector below nothing", "[Observation([|{0}|])] public partial MlpEncoder Member {{ get; }}", -3, "size"),
        NotPositive("a map without height", "[Observation(2, [|{0}|], 2)] public partial ConvEncoder Member {{ get; }}", 0, "size"),
        NotPositive(
            "a set without features",
            "[EntityMask([|{0}|])] public partial DeepSetEncoder Member {{ get; }}",
            0,
            "number of features"
        ),
        NotPositive(
            "an agent map without channels",
            "[AgentGrid([|{0}|])] public partial ConvEncoder Member {{ get; }}",
            0,
            "number of channels"
        ),
        NotPositive("an agent map below nothing", "[AgentGrid(2, [|{0}|], 2)] public partial ConvEncoder Member {{ get; }}", -1, "size"),
        NotPositive(
            "an agent map of an unnamed size",
            "[AgentGrid([|width: {0}|], channels: 2)] public partial ConvEncoder Member {{ get; }}",
            int.MinValue,
            "size"
        ),
        NotPositive("a core without width", "[Core([|{0}|])] public partial MlpCore Member {{ get; }}", 0, "width"),
        NotPositive("no choices", "[ActionMask([|Choices = {0}|])] public partial Head<int> Member {{ get; }}", 0, "number of choices"),

        NotPositive("a core that remembers nothing", "[Core([|{0}|])] public partial GruCore Member {{ get; }}", 0, "width"),

        Choices("an int without Choices", "[[|ActionMask|]] public partial Head<int> Speed { get; }",
            "'Speed' must say how many choices it has: [ActionMask(Choices = 5)] for 0 to 4",
            "[ActionMask(Choices = 5)] public partial Head<int> Speed { get; }"),
        Choices("a bool with Choices", "[ActionMask([|Choices = 2|])] public partial Head<bool> Speed { get; }",
            "Choices of 'Speed' belongs to Head<int>; the choices of a 'bool' follow from the type",
            "[ActionMask] public partial Head<bool> Speed { get; }"),
        Choices("an enum with Choices", "[ActionMask([|Choices = 2|])] public partial Head<System.DayOfWeek> Speed { get; }",
            "Choices of 'Speed' belongs to Head<int>; the choices of a 'DayOfWeek' follow from the type",
            "[ActionMask] public partial Head<System.DayOfWeek> Speed { get; }"),
        Choices("a pointer with Choices", "[ActionMask(Over = nameof(Units), [|Choices = 2|])] public partial PointerHead Aim { get; }",
            "Choices of 'Aim' belongs to Head<int>; a PointerHead has one choice per candidate",
            "[ActionMask(Over = nameof(Units))] public partial PointerHead Aim { get; }"),

        Unsupported("long", Choosable),
        Unsupported("double", Choosable),
        Unsupported("(int, int)", Choosable),
        Unsupported("string", Choosable),
        Unsupported("bool?", Choosable),
        Unsupported("System.Uri", Choosable, "Uri"),
        Unsupported("Empty", "it has no values"),
        Unsupported("Bits", "it has no value that is one bit"),
        Unsupported("Hidden", "it is hidden from code that uses the policy; make it internal or public"),
        Compound(
            "MASK008",
            "not readonly",
            "public record struct [|Command|](bool Up);",
            "cannot choose a 'Command': it is not readonly; declare a 'readonly record struct'"
        ),
        Compound(
            "MASK008",
            "nothing to choose",
            "public readonly record struct [|Command|]();",
            "cannot choose a 'Command': it has no parameters to choose"
        ),
        Compound(
            "MASK008",
            "a parameter of another type",
            "public readonly record struct Command(bool Up, double [|Speed|]);",
            "cannot choose a 'Command': its parameter 'Speed' is of type 'double', and must be an enum, a bool, an int with "
                + "[ActionMask(Choices = …)], or a float with [ActionMask(Low = …, High = …)]"
        ),
        Compound(
            "MASK008",
            "a compound parameter",
            "public readonly record struct Command(Other [|Up|]); public readonly record struct Other(bool Right);",
            "cannot choose a 'Command': its parameter 'Up' is of type 'Other', and must be an enum, a bool, an int with "
                + "[ActionMask(Choices = …)], or a float with [ActionMask(Low = …, High = …)]"
        ),
        Compound(
            "MASK008",
            "a parameter that depends on a number",
            "public readonly record struct Command([ActionMask(Low = 0, High = 1)] float Gas, "
                + "[ActiveWhen([|nameof(Command.Gas)|], true)] bool Up);",
            "cannot choose a 'Command': ActiveWhen of its parameter 'Up' names the number 'Gas', and must name an earlier parameter that "
                + "is one choice"
        ),
        Compound(
            "MASK040",
            "a number without an interval",
            "public readonly record struct Command(float [|Gas|]);",
            ".Gas' must state the interval of its numbers: [ActionMask(Low = -1, High = 1)]; Low and High are missing",
            quoted: false
        ),
        Compound(
            "MASK040",
            "an interval of an int",
            "public readonly record struct Command([ActionMask(Choices = 3, [|High = 1|])] int Gear);",
            ".Gear' belongs to a float, and not to a 'int'",
            quoted: false,
            before: "High of "
        ),
        Interval("no interval", "[|ActionMask|]",
            "'Angle' must state the interval of its numbers: [ActionMask(Low = -1, High = 1)]; Low and High are missing"),
        Interval("no high end", "[|ActionMask(Low = 0)|]",
            "'Angle' must state the interval of its numbers: [ActionMask(Low = -1, High = 1)]; High is missing"),
        Interval("an end that is NaN", "ActionMask([|Low = double.NaN|], High = 0)",
            "Low of 'Angle' must be a finite number of float, and is NaN"),
        Interval("an end that float cannot express", "ActionMask(Low = 0, [|High = 1e300|])",
            "High of 'Angle' must be a finite number of float, and is 1E+300"),
        Interval("an empty interval", "ActionMask([|Low = 2|], High = 2)",
            "Low of 'Angle' must be below High, and as float they are 2 and 2"),
        Interval("ends that are the same float", "ActionMask([|Low = 16777216|], High = 16777217)",
            "Low of 'Angle' must be below High, and as float they are 16777216 and 16777216"),
        new(
            "MASK040",
            "an interval of an enum",
            Orders + Policy(Globals, "[ActionMask([|Low = 0|], High = 1)] public partial Head<Order> Command { get; }"),
            "Low of 'Command' belongs to a float, and not to a 'Order'",
            Orders + Policy(Globals, "[ActionMask] public partial Head<Order> Command { get; }")
        ),
        new(
            "MASK040",
            "an interval of a pointer",
            Policy(Units, "[ActionMask(Over = nameof(Units), [|High = 1|])] public partial PointerHead Target { get; }"),
            "High of 'Target' belongs to a float, and not to a 'PointerHead'",
            Policy(Units, "[ActionMask(Over = nameof(Units))] public partial PointerHead Target { get; }")
        ),
        new(
            "MASK007",
            "Choices of a float",
            Policy(Globals, "[ActionMask([|Choices = 3|], Low = 0, High = 1)] public partial Head<float> Angle { get; }"),
            "Choices of 'Angle' belongs to Head<int>; the choices of a 'float' follow from the type",
            Policy(Globals, "[ActionMask(Low = 0, High = 1)] public partial Head<float> Angle { get; }")
        ),
        Compound(
            "MASK008",
            "a parameter that depends on a later one",
            "public readonly record struct Command([ActiveWhen([|nameof(Command.Right)|], true)] bool Up, bool Right);",
            "cannot choose a 'Command': ActiveWhen of its parameter 'Up' names 'Right', and must name an earlier parameter that is one "
                + "choice"
        ),
        Compound(
            "MASK008",
            "a parameter that depends on null",
            "public readonly record struct Command([ActiveWhen([|null!|], true)] bool Up);",
            "cannot choose a 'Command': ActiveWhen of its parameter 'Up' names '', and must name an earlier parameter that is one choice"
        ),
        Compound(
            "MASK008",
            "a parameter that depends on itself",
            "public readonly record struct Command([ActiveWhen([|nameof(Command.Up)|], true)] bool Up);",
            "cannot choose a 'Command': ActiveWhen of its parameter 'Up' names 'Up', and must name an earlier parameter that is one choice"
        ),
        Compound(
            "MASK008",
            "a parameter that depends on bits",
            "[System.Flags] public enum Bits { A = 1, B = 2 } public readonly record struct Command(Bits Bits, "
                + "[ActiveWhen([|nameof(Command.Bits)|], Bits.A)] bool Up);",
            "cannot choose a 'Command': ActiveWhen of its parameter 'Up' names 'Bits', and must name an earlier parameter that is one "
                + "choice"
        ),
        Compound(
            "MASK007",
            "a parameter without Choices",
            "public readonly record struct Command(int [|Gear|]);",
            ".Gear' must say how many choices it has: [ActionMask(Choices = 5)] for 0 to 4",
            quoted: false
        ),
        Compound(
            "MASK007",
            "a parameter with Choices",
            "public readonly record struct Command([ActionMask([|Choices = 2|])] bool Up);",
            ".Up' belongs to an int; the choices of a 'bool' follow from the type",
            quoted: false,
            before: "Choices of "
        ),
        Compound(
            "MASK006",
            "a parameter with no choices",
            "public readonly record struct Command([ActionMask([|Choices = 0|])] int Gear);",
            ".Gear' must be at least 1, and is 0",
            quoted: false,
            before: "The number of choices of "
        ),
        Compound(
            "MASK010",
            "a parameter with the name of a member of the masks",
            "public readonly record struct Command(bool [|AllowAll|]);",
            ".AllowAll' is the name of a member of the generated 'CommandMasks'; choose another",
            quoted: false
        ),
        Compound(
            "MASK010",
            "a parameter with the name of the masks",
            "public readonly record struct Command(bool [|CommandMasks|]);",
            ".CommandMasks' is the name of a member of the generated 'CommandMasks'; choose another",
            quoted: false
        ),
        Compound(
            "MASK018",
            "two names for a value of a parameter",
            "public enum Way { Left, Port = 0 } public readonly record struct Command(Way [|Way|]);",
            ".Way' cannot choose a 'Way': 'Left' and 'Port' are the same value, and would be two choices with one meaning",
            quoted: false
        ),
        Compound(
            "MASK021",
            "a value that a parameter cannot have",
            "public readonly record struct Command(bool Up, [ActiveWhen(nameof(Command.Up), [|1|])] bool Right);",
            ".Right': 1 is not a choice of 'Up', which chooses false or true",
            quoted: false,
            before: "ActiveWhen of "
        ),
        WithoutEffect("Each = \"Globals\"", "set it on the head 'Command'"),
        WithoutEffect("Over = \"Globals\"", "declare a head for a choice among candidates"),
        WithoutEffect("AtLeast = 1", "declare a head for a choice among candidates"),
        WithoutEffect("AtMost = 2", "declare a head for a choice among candidates"),
        WithoutEffect("AllowEmpty = true", "a component without a legal choice always takes no action"),
        WithoutEffect("EntropyReduction = EntropyReduction.Sum", "set it on the head 'Command'"),
        Undeclared("MlpEncoder", "[Observation(size)]"),
        Undeclared("ConvEncoder", "[Observation(channels, height, width)] or [AgentGrid(channels)]"),
        Undeclared("AttentionEncoder", "[EntityMask(features)]"),
        Undeclared("MlpCore", "[Core(width)]"),
        Undeclared("GruCore", "[Core(width)]"),
        Undeclared("Head<bool>", "[ActionMask]"),
        Undeclared("QHead<bool>", "[ActionMask]"),
        Undeclared("PointerHead", "[ActionMask(Over = …)]"),
        Undeclared("SubsetHead", "[ActionMask(Over = …, AtMost = …)]"),
        Undeclared("ValueHead", "[Value]"),
        new(
            "MASK039",
            "the only head",
            Policy(Globals, "public partial Head<bool> [|Jump|] { get; }"),
            "'Jump', of type 'Head<bool>', has no attribute, so it is not a part of the policy: add [ActionMask]",
            Policy(Globals, Jump)),
        new(
            "MASK039",
            "the only input",
            Policy(Jump, "public partial MlpEncoder [|Globals|] { get; }"),
            "'Globals', of type 'MlpEncoder', has no attribute, so it is not a part of the policy: add [Observation(size)]",
            Policy(Globals, Jump)),
        new(
            "MASK008",
            "a number with Choices",
            Policy(Globals, "[ActionMask(Choices = 3)] public partial Head<[|byte|]> Speed { get; }"),
            $"'Speed' cannot choose a 'byte': {Choosable}",
            Policy(Globals, "[ActionMask(Choices = 3)] public partial Head<int> Speed { get; }")),
        new(
            "MASK036",
            "a part that a constructor replaces",
            Policy(Globals, Jump, "public Policy(int width) : this() { [|Globals|] = new(4, width); }"),
            "'Globals' is not registered: a constructor replaces the part that the generated constructor has registered; build it in the "
                + "initializer of the property",
            Policy("[Observation(4)] public partial MlpEncoder Globals { get; } = new(4, 32);", Jump,
                "public Policy(int width) : this() { int Globals = width; Globals = 3; _ = Globals; }")),
        new(
            "MASK039",
            "a head that another names",
            Policy(
                Globals,
                "public partial Head<bool> [|Jump|] { get; }",
                "[ActionMask, ActiveWhen(nameof(Jump), true)] public partial Head<bool> High { get; }"),
            "'Jump', of type 'Head<bool>', has no attribute, so it is not a part of the policy: add [ActionMask]",
            Policy(Globals, Jump, "[ActionMask, ActiveWhen(nameof(Jump), true)] public partial Head<bool> High { get; }")),
        WrongQ(
            "MASK008",
            "a QHead of bits",
            "[System.Flags] public enum Bits { A = 1 } [ActionMask] public partial QHead<[|Bits|]> Q { get; }",
            "'Q' cannot choose a 'Bits': a QHead has one value per choice; choose an enum without [Flags], a bool, or an "
                + "int with Choices"
        ),
        WrongQ(
            "MASK008",
            "a QHead of something compound",
            "public readonly record struct Both(bool Up, bool Right); [ActionMask] public partial QHead<[|Both|]> Q { get; }",
            "'Q' cannot choose a 'Both': a QHead has one value per choice; choose an enum without [Flags], a bool, or an "
                + "int with Choices"
        ),
        new(
            "MASK008",
            "a type parameter",
            $"[MaskedPolicy] public sealed partial class Policy<T> where T : struct {{ {Globals} [ActionMask] public partial Head<[|T|]> "
                + $"Command {{ get; }} }}",
            $"'Command' cannot choose a 'T': {Choosable}",
            $"[MaskedPolicy] public sealed partial class Policy<T> where T : struct {{ {Globals} {Jump} }}"
        )
        {
            CanBeUsed = false,
        },
        new(
            "MASK009",
            "a second core",
            Policy(Globals, Jump, Core, "[Core(4)] public partial MlpCore [|Second|] { get; }"),
            "'Second' is a second [Core]; 'Core' is the first, and a policy has one",
            Policy(Globals, Jump, Core, "public MlpCore Second => Core;")
        ),
        new(
            "MASK009",
            "a second value",
            Policy(Globals, Jump, "[Value] public partial ValueHead Value { get; } [Value] public partial ValueHead [|Second|] { get; }"),
            "'Second' is a second [Value]; 'Value' is the first, and a policy has one",
            Policy(Globals, Jump, "[Value] public partial ValueHead Second { get; }")
        ),
        Reserved(
            "Observation",
            "[Observation(4)] public partial MlpEncoder [|Observation|] { get; }",
            "the generated type 'Policy.Observation'",
            canBeUsed: false
        ),
        Reserved(
            "Actions",
            "[ActionMask] public partial Head<bool> [|Actions|] { get; }",
            "the generated type 'Policy.Actions'",
            canBeUsed: false
        ),
        Reserved("Distribution", "public sealed class [|Distribution|];", "the generated type 'Policy.Distribution'", canBeUsed: false),
        Reserved(
            "Batch",
            "[EntityMask(4)] public partial DeepSetEncoder [|Batch|] { get; }",
            "the generated type 'Policy.Batch'",
            canBeUsed: false
        ),
        Reserved(
            "Rollout",
            "[ActionMask] public partial Head<bool> [|Rollout|] { get; }",
            "the generated type 'Policy.Rollout'",
            canBeUsed: false
        ),
        Reserved("Clear", "[Observation(4)] public partial MlpEncoder [|Clear|] { get; }", "a method of the generated type 'Batch'"),
        Reserved(
            "Contract",
            "private readonly int [|Contract|] = 1; public int Read() => Contract;",
            "the generated field 'Policy.Contract'",
            canBeUsed: false
        ),
        Reserved(
            "Declaration",
            "[ActionMask] public partial Head<bool> [|Declaration|] { get; }",
            "the generated property 'Policy.Declaration'",
            canBeUsed: false
        ),
        Reserved(
            "Load",
            "public static Policy [|Load|](string path) => new();",
            "the generated method 'Policy.Load'",
            canBeUsed: false
        ),
        Reserved(
            "forward",
            "[Observation(4)] public partial MlpEncoder [|forward|] { get; }",
            "the generated method 'Policy.forward'",
            canBeUsed: false
        ),
        Reserved("UnitsMask", "[Observation(4)] public partial MlpEncoder [|UnitsMask|] { get; }", "the presence mask of 'Units'"),
        Reserved(
            "UnitsSight",
            "[EntityMask(3, Pairwise = true)] public partial DeepSetEncoder Beasts { get; } [EntityMask(4)] public partial "
                + "DeepSetEncoder [|BeastsSight|] { get; }",
            "the sight mask of 'Beasts'",
            "BeastsSight"
        ),
        Reserved("JumpMask", "[Observation(4)] public partial MlpEncoder [|JumpMask|] { get; }", "the action mask of 'Jump'"),
        Reserved("JumpAt", "[ActionMask] public partial Head<bool> [|JumpAt|] { get; }", "the typed read of 'Jump'"),
        Reserved("Clone", "[ActionMask] public partial Head<bool> [|Clone|] { get; }", "a member that the compiler gives records"),
        Reserved(
            "EqualityContract",
            "[Observation(4)] public partial MlpEncoder [|EqualityContract|] { get; }",
            "a member that the compiler gives records"
        ),
        Reserved(
            "train",
            "[ActionMask] public partial Head<bool> [|train|] { get; }",
            "a member that every policy inherits",
            fromCompiler: "CS0108"
        ),
        Reserved(
            "Act",
            "[Observation(4)] public partial MlpEncoder [|Act|] { get; }",
            "a member that every policy inherits",
            canBeUsed: false,
            fromCompiler: "CS0108"
        ),
        Reserved(
            "Device",
            "[Core(4)] public partial MlpCore [|Device|] { get; }",
            "a member that every policy inherits",
            fromCompiler: "CS0108"
        ),
        Remembering(
            "Memory",
            "[EntityMask(4)] public partial DeepSetEncoder [|Memory|] { get; }",
            "the generated type 'Policy.Memory'",
            canBeUsed: false
        ),
        Remembering(
            "Remember",
            "[Observation(4)] public partial MlpEncoder [|Remember|] { get; }",
            "a method of the generated type 'Batch'"
        ),
        Remembering(
            "InitialMemory",
            "[ActionMask] public partial Head<bool> [|InitialMemory|] { get; }",
            "a member that every policy inherits",
            fromCompiler: "CS0108"
        ),
        new(
            "MASK010",
            "a core that remembers, under a name that is taken",
            Policy(Globals, Jump, "[Core(8)] public partial LstmCore [|InitialMemory|] { get; }"),
            "'InitialMemory' is the name of a member that every policy inherits; choose another",
            Policy(Globals, Jump, "[Core(8)] public partial MlpCore InitialMemory { get; }"), "CS0108"),
        new("MASK010", "the name of the policy",
            $"[MaskedPolicy] public sealed partial class [|Actions|] {{ {Globals} {Jump} }}",
            "'Actions' is the name of the generated type 'Actions.Actions'; choose another",
            Policy(Globals, Jump)) { CanBeUsed = false },
        new("MASK010", "the name of a type parameter",
            $"[MaskedPolicy] public sealed partial class Policy<[|Actions|]> {{ {Globals} {Jump} }}",
            "'Actions' is the name of the generated type 'Policy.Actions'; choose another",
            $"[MaskedPolicy] public sealed partial class Policy<TActions> {{ {Globals} {Jump} }}") { CanBeUsed = false },

        NoConstructor("[Observation(4)]", "VectorEncoder", "\"own\", 1", "", "int inputs"),
        NoConstructor("[Observation(4)]", "VectorEncoder", "\"own\", 1", "long inputs", "int inputs"),
        NoConstructor("[Observation(4)]", "VectorEncoder", "\"own\", 1", "int inputs, int more", "int inputs"),
        NoConstructor("[Observation(4)]", "VectorEncoder", "\"own\", 1", "ref int inputs", "int inputs"),
        NoConstructor("[EntityMask(4)]", "EntityEncoder", "\"own\", 1, 1", "string features", "int features"),
        NoConstructor(
            "[AgentGrid(4)]",
            "GridEncoder",
            "\"own\", 1, 1",
            "int channels, int height, int width",
            "int channels, int? height, int? width"
        ),
        NoConstructor("[Observation(4, 2, 2)]", "GridEncoder", "\"own\", 1, 1", "int channels", "int channels, int? height, int? width"),
        NoConstructor("[Core(4)]", "PolicyCore", "\"own\", 1", "int inputs", "int inputs, int width"),
        NoConstructor("[Core(4)]", "GruCore", "1, 1", "int inputs", "int inputs, int width"),
        new(
            "MASK031",
            "an abstract core that remembers",
            Policy(Globals, Jump, "[Core(4)] public partial [|RecurrentCore|] Core { get; }"),
            "'RecurrentCore' cannot be built by the generated code: it is abstract; use a class that derives from it, or give the "
                + "member an initializer",
            Policy(Globals, Jump, Gru)
        ),
        new(
            "MASK011",
            "a hidden constructor",
            Own("VectorEncoder", "\"own\", 1", "private Own(int inputs)")
                + Policy(Jump, "[Observation(4)] public partial [|Own|] Globals { get; }"),
            "'Own' needs an accessible constructor 'Own(int inputs)', which the generated code calls",
            Own("VectorEncoder", "\"own\", 1", "internal Own(int inputs, string name = \"\", params int[] more)")
                + Policy(Jump, "[Observation(4)] public partial Own Globals { get; }")
        ),
        new(
            "MASK011",
            "a head of one's own without the sizes",
            "public sealed class Own : ChoiceHead<bool> { public Own(int inputs) : base(\"own\", inputs, 2) { } "
                + "protected override TorchSharp.torch.Tensor Logits(TorchSharp.torch.Tensor features) => features; } "
                + Policy(Globals, "[ActionMask] public partial [|Own|] Jump { get; }"),
            "'Own' needs an accessible constructor 'Own(int inputs, int choices)', which the generated code calls",
            "public sealed class Own : ChoiceHead<bool> { public Own(int inputs, int choices) : base(\"own\", inputs, choices) { } "
                + "protected override TorchSharp.torch.Tensor Logits(TorchSharp.torch.Tensor features) => features; } "
                + Policy(Globals, "[ActionMask] public partial Own Jump { get; }")
        ),
        new(
            "MASK011",
            "a head of one's own that is given another",
            "public sealed class Own : ChoiceHead<bool> { public Own(int inputs, int choices) : base(\"own\", inputs, choices) { } "
                + "protected override TorchSharp.torch.Tensor Logits(TorchSharp.torch.Tensor features) => features; } "
                + Policy(Globals, Jump, "[ActionMask, Given(nameof(Jump))] public partial [|Own|] High { get; }"),
            "'Own' needs an accessible constructor 'Own(int inputs, int choices, int[] given)', which the generated code calls",
            "public sealed class Own(int inputs, int choices, params int[] given) : ChoiceHead<bool>(\"own\", inputs, choices, given) { "
                + "protected override TorchSharp.torch.Tensor Logits(TorchSharp.torch.Tensor features) => features; } "
                + Policy(Globals, Jump, "[ActionMask, Given(nameof(Jump))] public partial Own High { get; }")
        ),
        new(
            "MASK011",
            "a head of one's own that may be given nothing",
            "public sealed class Own : ChoiceHead<bool> { "
                + "public Own(int inputs, int[]? given) : base(\"own\", inputs, 2) { } "
                + "protected override TorchSharp.torch.Tensor Logits(TorchSharp.torch.Tensor features) => features; } "
                + Policy(Globals, Jump, "[ActionMask, Given(nameof(Jump))] public partial [|Own|] High { get; }"),
            "'Own' needs an accessible constructor 'Own(int inputs, int choices, int[] given)', which the generated code calls",
            "public sealed class Own(int inputs, int choices, int[]? given = null) "
                + ": ChoiceHead<bool>(\"own\", inputs, choices, given ?? []) { "
                + "protected override TorchSharp.torch.Tensor Logits(TorchSharp.torch.Tensor features) => features; } "
                + Policy(Globals, Jump, "[ActionMask] public partial Own Low { get; }",
                    "[ActionMask, Given(nameof(Jump))] public partial Own High { get; }")
        ),
        new(
            "MASK031",
            "an abstract encoder",
            Policy(Jump, "[Observation(4)] public partial [|VectorEncoder|] Globals { get; }"),
            "'VectorEncoder' cannot be built by the generated code: it is abstract; use a class that derives from it, or give the "
                + "member an initializer",
            Policy(Jump, Globals)
        ),
        new(
            "MASK012",
            "a class with several declarations",
            $"public partial class Other {{ [[|Observation(4)|]] public MlpEncoder? Globals {{ get; }} [Value] public ValueHead? Value "
                + $"{{ get; }} }} {Policy(Globals, Jump)}",
            "[Observation] on 'Globals' has no effect: 'Other' is not marked with [MaskedPolicy]",
            Policy(Globals, Jump)
        ),
        new(
            "MASK012",
            "a class without [MaskedPolicy]",
            $"public partial class Other {{ [[|Observation(4)|]] public MlpEncoder? Globals {{ get; }} }} {Policy(Globals, Jump)}",
            "[Observation] on 'Globals' has no effect: 'Other' is not marked with [MaskedPolicy]",
            $"public partial class Other {{ public MlpEncoder? Globals {{ get; }} }} {Policy(Globals, Jump)}"
        ),
        new(
            "MASK012",
            "a record",
            $"public partial record struct Other {{ [[|Value|]] public ValueHead? Value {{ get; }} }} {Policy(Globals, Jump)}",
            "[Value] on 'Value' has no effect: 'Other' is not marked with [MaskedPolicy]",
            $"public partial record struct Other(ValueHead? Value); {Policy(Globals, Jump)}"
        ),
        new(
            "MASK013",
            "a record",
            $"[MaskedPolicy] public sealed partial record [|Policy|] {{ {Globals} {Jump} }}",
            "'Policy' cannot be a policy: it is a record, and a policy is a module; declare a 'sealed partial class'",
            Policy(Globals, Jump)
        )
        {
            CanBeUsed = false,
        },
        new(
            "MASK013",
            "a static class",
            "[MaskedPolicy] public static partial class [|Policy|] { [Observation(4)] public static MlpEncoder Globals => new(4); "
                + "[ActionMask] public static Head<bool> Jump => new(1, 2); }",
            "'Policy' cannot be a policy: it is a static class, and a policy is a module; declare a 'sealed partial class'",
            Policy(Globals, Jump)
        )
        {
            CanBeUsed = false,
        },
        new(
            "MASK013",
            "a derived class",
            $"public class Base; [MaskedPolicy] public sealed partial class Policy : [|Base|] {{ {Globals} {Jump} }}",
            "'Policy' cannot be a policy: it derives from 'Base', and the generated code derives it from MaskedPolicy",
            $"public interface IBase; [MaskedPolicy] public sealed partial class Policy : IBase {{ {Globals} {Jump} }}"
        )
        {
            CanBeUsed = false,
        },
        new(
            "MASK013",
            "a file type",
            $"[MaskedPolicy] file sealed partial class [|Policy|] {{ {Globals} {Jump} }}",
            "'Policy' cannot be a policy: 'Policy' is a file type, which cannot have a part in another file",
            Policy(Globals, Jump),
            "CS9248",
            "CS9248"
        )
        {
            CanBeUsed = false,
        },
        new(
            "MASK013",
            "a primary constructor",
            $"[MaskedPolicy] public sealed partial class Policy[|(int seed)|] {{ public int Seed => seed; {Globals} {Jump} }}",
            "'Policy' cannot be a policy: the generated code gives it the constructor without parameters; declare others that "
                + "call ': this()'",
            $"[MaskedPolicy] public sealed partial class Policy {{ public Policy(int seed) : this() => Seed = seed; public int Seed {{ "
                + $"get; }} {Globals} {Jump} }}"
        )
        {
            CanBeUsed = false,
        },
        new(
            "MASK013",
            "a constructor without parameters",
            $"[MaskedPolicy] public sealed partial class Policy {{ public [|Policy|]() {{ }} {Globals} {Jump} }}",
            "'Policy' cannot be a policy: the generated code gives it the constructor without parameters; declare others that "
                + "call ': this()'",
            Policy(Globals, Jump)
        )
        {
            CanBeUsed = false,
        },
        new(
            "MASK014",
            "no input",
            $"[MaskedPolicy] public sealed partial class [|Policy|] {{ {Jump} }}",
            "'Policy' has no input: add a member like '[Observation(12)] public partial MlpEncoder Globals { get; }'",
            Policy(Globals, Jump)
        ),
        new(
            "MASK015",
            "two inputs",
            Policy(Jump, "[Observation(4), [|EntityMask(4)|]] public partial DeepSetEncoder Globals { get; }"),
            "'Globals' has both [Observation] and [EntityMask]; a member is one of them",
            Policy(Jump, Globals)
        ),
        new(
            "MASK015",
            "a head and a value",
            Policy(Globals, Jump, "[ActionMask] [[|Value|]] public partial Head<bool> Run { get; }"),
            "'Run' has both [ActionMask] and [Value]; a member is one of them",
            Policy(Globals, Jump, "[ActionMask] [System.Obsolete] public partial Head<bool> Run { get; }")
        ),
        new(
            "MASK017",
            "a pointer without Over",
            Policy(Units, "[[|ActionMask|]] public partial PointerHead Aim { get; }"),
            "'Aim' must name the set or map that it points at: [ActionMask(Over = nameof(Units))]",
            Policy(Units, "[ActionMask(Over = nameof(Units))] public partial PointerHead Aim { get; }")
        ),
        new(
            "MASK017",
            "a pointer with an empty Over",
            Policy(Units, "[ActionMask([|Over = \"\"|])] public partial PointerHead Aim { get; }"),
            "'Aim' must name the set or map that it points at: [ActionMask(Over = nameof(Units))]",
            Policy(Units, "[ActionMask(Over = nameof(Units))] public partial PointerHead Aim { get; }")
        ),
        new(
            "MASK017",
            "a value with Over",
            Policy(Units, "[ActionMask([|Over = nameof(Units)|])] public partial Head<bool> Run { get; }"),
            "Over of 'Run' belongs to a PointerHead or a SubsetHead; a Head<T> chooses among values",
            Policy(Units, "[ActionMask(Over = null)] public partial Head<bool> Run { get; }")
        ),
        new(
            "MASK018",
            "two names for a value",
            "public enum Order { Hold, Move = 1, Go = 1 } "
                + Policy(Globals, "[ActionMask] public partial Head<[|Order|]> Command { get; }"),
            "'Command' cannot choose a 'Order': 'Move' and 'Go' are the same value, and would be two choices with one meaning",
            "public enum Order { Hold, Move = 1, Go = 2 } " + Policy(Globals, "[ActionMask] public partial Head<Order> Command { get; }")
        ),
        Related(
            "MASK019",
            "no head",
            "[ActionMask, ActiveWhen([|nameof(Globals)|], true)]",
            "ActiveWhen of 'Heading' names 'Globals', but must name another [ActionMask] member with the same Each"
        ),
        Related(
            "MASK019",
            "itself",
            "[ActionMask, MaskPer([|nameof(Heading)|])]",
            "MaskPer of 'Heading' names 'Heading', but must name another [ActionMask] member with the same Each"
        ),
        Related(
            "MASK019",
            "a head of another actor",
            "[ActionMask(Each = nameof(Units)), MaskPer([|nameof(Jump)|])]",
            "MaskPer of 'Heading' names 'Jump', but must name another [ActionMask] member with the same Each"
        ),
        new(
            "MASK020",
            "the second head of a mask",
            Policy(
                Globals,
                Jump,
                "[ActionMask, MaskPer(nameof(Jump), [|nameof(Right)|])] public partial Head<bool> Left { get; }",
                "[ActionMask, ActiveUnless(nameof(Left), true)] public partial Head<bool> Right { get; }"
            ),
            "'Left' depends on itself, through the heads that it names; one of them must come first",
            Policy(
                Globals,
                Jump,
                "[ActionMask, MaskPer(nameof(Jump))] public partial Head<bool> Left { get; }",
                "[ActionMask, ActiveUnless(nameof(Left), true)] public partial Head<bool> Right { get; }"
            )
        ),
        new(
            "MASK020",
            "two heads",
            Policy(
                Globals,
                "[ActionMask, MaskPer([|nameof(Right)|])] public partial Head<bool> Left { get; }",
                "[ActionMask, ActiveWhen(nameof(Left), true)] public partial Head<bool> Right { get; }"
            ),
            "'Left' depends on itself, through the heads that it names; one of them must come first",
            Policy(
                Globals,
                "[ActionMask] public partial Head<bool> Left { get; }",
                "[ActionMask, ActiveWhen(nameof(Left), true)] public partial Head<bool> Right { get; }"
            )
        ),
        Related(
            "MASK021",
            "a value of another type",
            "[ActionMask, ActiveWhen(nameof(Jump), [|1|])]",
            "ActiveWhen of 'Heading': 1 is not a choice of 'Jump', which chooses false or true"
        ),
        Related(
            "MASK021",
            "no value",
            "[ActionMask, [|ActiveWhen(nameof(Jump))|]]",
            "ActiveWhen of 'Heading': no value of 'Jump' is listed"
        ),
        Related(
            "MASK021",
            "a number that is too great",
            "[ActionMask, ActiveWhen(nameof(Gear), 0, [|3|])]",
            "ActiveWhen of 'Heading': 3 is not a choice of 'Gear', which chooses 0 to 2"
        ),
        Related(
            "MASK021",
            "a value that the enum does not have",
            "[ActionMask, ActiveWhen(nameof(Command), [|(Order)7|])]",
            "ActiveWhen of 'Heading': 7 is not a choice of 'Command', which chooses a value of 'Order'"
        ),
        Related(
            "MASK021",
            "every value as an exception",
            "[ActionMask, [|ActiveUnless(nameof(Jump), true, false)|]]",
            "ActiveUnless of 'Heading': every value of 'Jump' is listed, and none is left for which it would be active"
        ),
        Related(
            "MASK021",
            "a condition and its complement",
            "[ActionMask, ActiveWhen(nameof(Jump), true), [|ActiveUnless(nameof(Gear), 1)|]]",
            "ActiveUnless of 'Heading': it has ActiveWhen too, and can have one condition; remove one of them"
        ),
        Related(
            "MASK021",
            "an exception of another type",
            "[ActionMask, ActiveUnless(nameof(Jump), [|1|])]",
            "ActiveUnless of 'Heading': 1 is not a choice of 'Jump', which chooses false or true"
        ),
        Related(
            "MASK019",
            "a second head of another actor",
            "[ActionMask, MaskPer(nameof(Jump), [|nameof(Globals)|])]",
            "MaskPer of 'Heading' names 'Globals', but must name another [ActionMask] member with the same Each"
        ),
        Related(
            "MASK019",
            "the same head twice",
            "[ActionMask, MaskPer(nameof(Jump), [|nameof(Jump)|])]",
            "MaskPer of 'Heading' names 'Jump' twice, but must name another [ActionMask] member with the same Each"
        ),
        Related(
            "MASK028",
            "bits as the second head of a mask",
            "[ActionMask, MaskPer(nameof(Jump), [|nameof(Perks)|])]",
            "MaskPer of 'Heading' names 'Perks', which makes several choices at once; name a head that makes one choice"
        ),
        Related(
            "MASK021",
            "a pointer",
            "[ActionMask, ActiveWhen([|nameof(Target)|], 0)]",
            "ActiveWhen of 'Heading': 'Target' is a PointerHead, whose choices have no names; depend on a Head<T>"
        ),
        Related(
            "MASK019",
            "null",
            "[ActionMask, ActiveWhen([|null!|], true)]",
            "ActiveWhen of 'Heading' names '', but must name another [ActionMask] member with the same Each"
        ),
        Related(
            "MASK019",
            "null as the second head of a mask",
            "[ActionMask, MaskPer(nameof(Jump), [|null!|], nameof(Gear))]",
            "MaskPer of 'Heading' names '', but must name another [ActionMask] member with the same Each"
        ),
        Related(
            "MASK019",
            "given null",
            "[ActionMask, [|Given(null!)|]]",
            "Given of 'Heading' names nothing, but must name another [ActionMask] member with the same Each"
        ),
        Related(
            "MASK019",
            "given itself",
            "[ActionMask, Given([|nameof(Heading)|])]",
            "Given of 'Heading' names 'Heading', but must name another [ActionMask] member with the same Each"
        ),
        Related(
            "MASK019",
            "given nothing",
            "[ActionMask, [|Given|]]",
            "Given of 'Heading' names nothing, but must name another [ActionMask] member with the same Each"
        ),
        Related(
            "MASK019",
            "given a head and an input",
            "[ActionMask, Given(nameof(Jump), [|nameof(Units)|])]",
            "Given of 'Heading' names 'Units', but must name another [ActionMask] member with the same Each"
        ),
        new(
            "MASK020",
            "a head that is given another",
            Policy(
                Globals,
                "[ActionMask, Given([|nameof(Right)|])] public partial Head<bool> Left { get; }",
                "[ActionMask, MaskPer(nameof(Left))] public partial Head<bool> Right { get; }"
            ),
            "'Left' depends on itself, through the heads that it names; one of them must come first",
            Policy(
                Globals,
                "[ActionMask] public partial Head<bool> Left { get; }",
                "[ActionMask, MaskPer(nameof(Left)), Given(nameof(Left))] public partial Head<bool> Right { get; }"
            )
        ),
        new(
            "MASK022",
            "a Given input",
            Policy(Jump, "[Observation(4), [|Given(nameof(Jump))|]] public partial MlpEncoder Globals { get; }"),
            "[Given] on 'Globals' has no effect without [ActionMask]",
            Policy(Jump, Globals)
        ),
        Related(
            "MASK027",
            "a value with AtMost",
            "[ActionMask([|AtMost = 2|])]",
            "AtMost of 'Heading' belongs to a SubsetHead; a Head makes one choice"
        ),
        Related(
            "MASK027",
            "a value with AtLeast",
            "[ActionMask([|AtLeast = 2|])]",
            "AtLeast of 'Heading' belongs to a SubsetHead; a Head makes one choice"
        ),
        Picks(
            "a subset without AtMost",
            "[|ActionMask(Over = nameof(Units))|]",
            "'Squad' must say how many it picks at most: [ActionMask(Over = nameof(Units), AtMost = 8)]"
        ),
        Picks(
            "no picks",
            "ActionMask(Over = nameof(Units), [|AtMost = 0|])",
            "'Squad' must say how many it picks at most: [ActionMask(Over = nameof(Units), AtMost = 8)]"
        ),
        Picks(
            "more picks at least than at most",
            "ActionMask(Over = nameof(Units), [|AtLeast = 3|], AtMost = 2)",
            "AtLeast of 'Squad' must be from 0 to AtMost, 2, and is 3"
        ),
        Picks(
            "less than no picks",
            "ActionMask(Over = nameof(Units), [|AtLeast = -1|], AtMost = 2)",
            "AtLeast of 'Squad' must be from 0 to AtMost, 2, and is -1"
        ),
        new(
            "MASK048",
            "distinct choices of a single actor",
            Policy(Units, "[ActionMask(Over = nameof(Units)), [|Distinct|]] public partial PointerHead Target { get; }"),
            "Distinct of 'Target' has no effect: 'Target' acts once in each environment, and Distinct makes the actors of a PointerHead "
                + "with Each choose different candidates",
            Policy(Units, "[ActionMask(Each = nameof(Units), Over = nameof(Units)), Distinct] public partial PointerHead Target { get; }")
        ),
        new(
            "MASK048",
            "distinct values",
            Policy(Units, "[ActionMask(Each = nameof(Units)), [|Distinct|]] public partial Head<bool> Jump { get; }"),
            "Distinct of 'Jump' has no effect: 'Jump' is a Head, and Distinct makes the actors of a PointerHead with Each choose different "
                + "candidates",
            Policy(Units, "[ActionMask(Each = nameof(Units))] public partial Head<bool> Jump { get; }")
        ),
        new(
            "MASK048",
            "distinct picks",
            Policy(
                Units,
                "[ActionMask(Each = nameof(Units), Over = nameof(Units), AtMost = 2), [|Distinct|]] public partial SubsetHead Squad "
                    + "{ get; }"),
            "Distinct of 'Squad' has no effect: 'Squad' is a SubsetHead, and Distinct makes the actors of a PointerHead with Each choose "
                + "different candidates",
            Policy(Units, "[ActionMask(Each = nameof(Units), Over = nameof(Units), AtMost = 2)] public partial SubsetHead Squad { get; }")
        ),
        new(
            "MASK017",
            "a subset without Over",
            Policy(Units, "[[|ActionMask(AtMost = 2)|]] public partial SubsetHead Squad { get; }"),
            "'Squad' must name the set or map that it picks from: [ActionMask(Over = nameof(Units))]",
            Policy(Units, "[ActionMask(Over = nameof(Units), AtMost = 2)] public partial SubsetHead Squad { get; }")
        ),
        Related(
            "MASK028",
            "bits",
            "[ActionMask, ActiveWhen([|nameof(Perks)|], Bits.A)]",
            "ActiveWhen of 'Heading' names 'Perks', which makes several choices at once; name a head that makes one choice"
        ),
        Related(
            "MASK028",
            "something compound",
            "[ActionMask, MaskPer([|nameof(Both)|])]",
            "MaskPer of 'Heading' names 'Both', which makes several choices at once; name a head that makes one choice"
        ),
        Related(
            "MASK028",
            "a condition on a number",
            "[ActionMask, ActiveWhen([|nameof(Power)|], 1)]",
            "ActiveWhen of 'Heading' names 'Power', which chooses a number from an interval and has no choices to list; name a head that "
                + "makes one choice"
        ),
        Related(
            "MASK028",
            "a mask for each number",
            "[ActionMask, MaskPer(nameof(Jump), [|nameof(Power)|])]",
            "MaskPer of 'Heading' names 'Power', which chooses a number from an interval and has no choices to list; name a head that "
                + "makes one choice"
        ),
        Related(
            "MASK028",
            "a subset",
            "[ActionMask, MaskPer([|nameof(Squad)|])]",
            "MaskPer of 'Heading' names 'Squad', which makes several choices at once; name a head that makes one choice"
        ),
        new(
            "MASK022",
            "an input",
            Policy(Jump, "[Observation(4), [|MaskPer(nameof(Jump))|]] public partial MlpEncoder Globals { get; }"),
            "[MaskPer] on 'Globals' has no effect without [ActionMask]",
            Policy(Jump, Globals)
        ),
        new(
            "MASK023",
            "a head that chooses",
            Policy(Globals, Jump, "[ActionMask] public partial QHead<bool> [|Q|] { get; }"),
            "'Q' is a QHead and 'Jump' is not: a class has either one QHead or heads that choose",
            Policy(Globals, Jump)
        ),
        new(
            "MASK023",
            "a pointer",
            Policy(
                Units,
                "[ActionMask] public partial QHead<bool> [|Q|] { get; }",
                "[ActionMask(Over = nameof(Units))] public partial PointerHead Aim { get; }"
            ),
            "'Q' is a QHead and 'Aim' is not: a class has either one QHead or heads that choose",
            Policy(Units, "[ActionMask(Over = nameof(Units))] public partial PointerHead Aim { get; }")
        ),
        AloneWithQ(
            "a second QHead",
            "[ActionMask(Each = nameof(Units))] public partial QHead<bool> [|Second|] { get; }",
            "'Second' is a second QHead; 'Q' is the first, and a class has one"
        ),
        AloneWithQ(
            "a state value",
            "[Value] public partial ValueHead [|Worth|] { get; }",
            "'Worth' is a [Value], which cannot be combined with the QHead 'Q': the value of a state is that of its best action, Max()"
        ),
        AloneWithQ(
            "ActiveWhen",
            "[[|ActiveWhen(nameof(Globals), true)|]]",
            "[ActiveWhen] on 'Q' has no effect: a QHead is the only head of its class, and depends on no other"
        ),
        AloneWithQ(
            "MaskPer itself",
            "[[|MaskPer(nameof(Q))|]]",
            "[MaskPer] on 'Q' has no effect: a QHead is the only head of its class, and depends on no other"
        ),
        WrongQ(
            "MASK003",
            "a nullable QHead",
            "[ActionMask] public partial [|QHead<bool>?|] Q { get; }",
            "The type of 'Q' is 'QHead<bool>?', but [ActionMask] needs a Head<T>, a QHead<T>, a PointerHead or a SubsetHead, "
                + "without '?'"
        ),
        WrongQ(
            "MASK007",
            "a QHead of an int without Choices",
            "[[|ActionMask|]] public partial QHead<int> Q { get; }",
            "'Q' must say how many choices it has: [ActionMask(Choices = 5)] for 0 to 4"
        ),
        WrongQ(
            "MASK008",
            "a QHead of a number from an interval",
            "[ActionMask(Low = 0, High = 1)] public partial QHead<[|float|]> Q { get; }",
            "'Q' cannot choose a 'float': a QHead has one value per choice, and an interval has infinitely many numbers; choose an enum, a "
                + "bool, or an int with Choices"
        ),
        WrongQ(
            "MASK008",
            "a QHead of a number",
            "[ActionMask] public partial QHead<[|double|]> Q { get; }",
            "'Q' cannot choose a 'double': choose an enum, a bool, or an int with Choices"
        ),
        WrongQ(
            "MASK010",
            "a QHead and its Values",
            "[ActionMask] public partial QHead<bool> [|Values|] { get; }",
            "'Values' is the name of the generated type 'Policy.Values'; choose another"
        ),
        WrongQ(
            "MASK010",
            "a QHead and what it inherits",
            "[ActionMask] public partial QHead<bool> [|ActGreedily|] { get; }",
            "'ActGreedily' is the name of a member that every policy inherits; choose another",
            "CS0108"
        ),
        Attending(
            "no member",
            "AttendsTo([|\"Beasts\"|])",
            "names 'Beasts', but must name another [EntityMask] member with an AttentionEncoder"
        ),
        Attending(
            "nothing",
            "AttendsTo([|null!|], nameof(Boxes))",
            "names '', but must name another [EntityMask] member with an AttentionEncoder"
        ),
        Attending(
            "itself",
            "AttendsTo([|nameof(Agents)|])",
            "names 'Agents', but must name another [EntityMask] member with an AttentionEncoder"
        ),
        Attending(
            "a vector",
            "AttendsTo([|nameof(Globals)|])",
            "names 'Globals', but must name another [EntityMask] member with an AttentionEncoder"
        ),
        Attending(
            "a set without attention",
            "AttendsTo(nameof(Boxes), [|nameof(Units)|])",
            "names 'Units', but must name another [EntityMask] member with an AttentionEncoder"
        ),
        Attending(
            "a head",
            "AttendsTo([|nameof(Jump)|])",
            "names 'Jump', but must name another [EntityMask] member with an AttentionEncoder"
        ),
        Attending("one set twice", "AttendsTo(nameof(Boxes), [|nameof(Boxes)|])", "names 'Boxes' twice"),
        Attending("no name", "[|AttendsTo|]", "is empty: name another [EntityMask] member with an AttentionEncoder"),
        Attending("no list of names", "[|AttendsTo(null!)|]", "is empty: name another [EntityMask] member with an AttentionEncoder"),
        NotAttending(
            "a set without attention",
            "[EntityMask(4), [|AttendsTo(nameof(Boxes))|]] public partial DeepSetEncoder Member { get; }"
        ),
        NotAttending("a vector", "[Observation(4), [|AttendsTo(nameof(Boxes))|]] public partial MlpEncoder Member { get; }"),
        NotAttending("a head", "[ActionMask, [|AttendsTo(nameof(Boxes))|]] public partial Head<bool> Member { get; }"),
        NotAttending("no declaration", "[[|AttendsTo(nameof(Boxes))|]] public int Member => 1;"),

        Seeing("no member", "[|\"Beasts\"|]", "'Beasts', but must name an input of this policy"),
        Seeing("nothing", "[|(string)null!|]", "'', but must name an input of this policy"),
        Seeing("a head", "[|nameof(Jump)|]", "'Jump', but must name an input of this policy"),
        Seeing("the value", "[|nameof(Value)|]", "'Value', but must name an input of this policy"),
        Seeing("one input twice", "nameof(Globals), [|nameof(Globals)|]", "'Globals' twice"),
        Seeing("who acts", "[|nameof(Map)|]", "'Map', which 'Run' acts for: an input that a head reads cannot be in Sees"),
        Seeing(
            "what is pointed at",
            "nameof(Globals), [|nameof(Units)|]",
            "'Units', which 'Aim' points over: an input that a head reads cannot be in Sees"
        ),
        Seeing("who is attended to", "[|nameof(Boxes)|]", "'Boxes', to which 'Agents' attends: the policy would read it too"),
        new(
            "MASK025",
            "every input",
            Policy(
                Globals,
                Boxes,
                Agents,
                Jump,
                "[Value([|Sees = [nameof(Globals), nameof(Boxes), nameof(Agents)]|])] public partial ValueHead Value { get; }"
            ),
            "Sees of 'Value' names every input, which leaves none for the policy",
            Policy(Globals, Boxes, Agents, Jump, "[Value(Sees = [nameof(Boxes), nameof(Agents)])] public partial ValueHead Value { get; }")
        ),
        ValueOfEach("a head of the single agent", "[[|ActionMask|]] public partial Head<bool> Run { get; }", "the single agent"),
        ValueOfEach("a head of another set", "[ActionMask([|Each = nameof(Boxes)|])] public partial Head<bool> Run { get; }",
            "each of 'Boxes'"),
        ValueOfEach("a pointer of a map",
            "[ActionMask([|Each = nameof(Map)|], Over = nameof(Units))] public partial PointerHead Run { get; }",
            "each of 'Map'"),
        WrongQ(
            "MASK017",
            "a QHead with Over",
            "[ActionMask([|Over = nameof(Units)|])] public partial QHead<bool> Q { get; }",
            "Over of 'Q' belongs to a PointerHead or a SubsetHead; a QHead<T> chooses among values"
        ),
        TooLarge("a vector", "[Observation([|{0}|])] public partial MlpEncoder Member {{ get; }}", 1_048_577, "size"),
        TooLarge(
            "features",
            "[EntityMask([|features: {0}|])] public partial DeepSetEncoder Member {{ get; }}",
            1_048_577,
            "number of features"
        ),
        TooLarge(
            "channels",
            "[AgentGrid([|channels: {0}|])] public partial ConvEncoder Member {{ get; }}",
            int.MaxValue,
            "number of channels"
        ),
        TooLarge("height", "[AgentGrid(1, [|{0}|], 0)] public partial ConvEncoder Member {{ get; }}", 2_000_000_000, "size"),
        TooLarge("a core", "[Core([|{0}|])] public partial GruCore Member {{ get; }}", 1_048_577, "width"),
        TooLarge(
            "choices",
            "[ActionMask([|Choices = {0}|])] public partial Head<int> Member {{ get; }}",
            int.MaxValue,
            "number of choices"
        ),
        TooLarge(
            "picks",
            "[EntityMask(4)] public partial DeepSetEncoder Units {{ get; }} [ActionMask(Over = nameof(Units), [|AtMost = {0}|])] public "
                + "partial SubsetHead Member {{ get; }}",
            65_537,
            "AtMost",
            65_536
        ),
        TooLargeTogether(
            "a map",
            "[[|Observation(1, {0}, 65_536)|]] public partial ConvEncoder Member {{ get; }}",
            65_536,
            4096,
            "number of values, channels × height × width,",
            "4294967296"
        ),
        TooLargeTogether(
            "a map of agents",
            "[[|AgentGrid(65, 2_048, {0})|]] public partial ConvEncoder Member {{ get; }}",
            2_048,
            2,
            "number of values, channels × height × width,",
            "272629760"
        ),
        TooLargeTogether(
            "rows of a mask",
            "[ActionMask(Choices = 1_048_576)] public partial Head<int> First {{ get; }} [[|ActionMask(Choices = {0})|], "
                + "MaskPer(nameof(First))] public partial Head<int> Member {{ get; }}",
            257,
            256,
            "number of flags in the mask",
            "269484032"
        ),
        TooLargeTogether(
            "choices of the cells of a map",
            "[AgentGrid(1, 16_384, 16_384)] public partial ConvEncoder Map {{ get; }} [[|ActionMask(Choices = {0}, Each = nameof(Map))|]] "
                + "public partial Head<int> Member {{ get; }}",
            2,
            1,
            "number of flags in the mask",
            "536870912"
        ),
        new(
            "MASK029",
            "choices of a record struct",
            $"public readonly record struct Wide([ActionMask([|Choices = 1_048_577|])] int Place); "
                + $"{Policy(Globals, Jump, "[ActionMask] public partial Head<Wide> Member { get; }")}",
            "The number of choices of 'Member.Place' must be at most 1048576, and is 1048577",
            $"public readonly record struct Wide([ActionMask(Choices = 1_048_576)] int Place); "
                + $"{Policy(Globals, Jump, "[ActionMask] public partial Head<Wide> Member { get; }")}"
        ),
        Hidden(
            "an enum",
            "public enum Actions { A, B } ",
            "[ActionMask] public partial Head<{0}> Command {{ get; }}",
            "Actions",
            "generated type 'Policy.Actions'"
        ),
        Hidden(
            "an enum of a batch",
            "public enum Batch { A, B } ",
            "[ActionMask] public partial Head<{0}> Command {{ get; }}",
            "Batch",
            "generated type 'Policy.Batch'"
        ),
        Hidden(
            "a type argument",
            "public class Rollout; public class Thought<T>(int inputs, int width) : MlpCore(inputs, width); ",
            "[Core(4)] public partial Thought<System.Collections.Generic.List<{0}>> Core {{ get; }}",
            "Rollout",
            "generated type 'Policy.Rollout'"
        ),
        Hidden(
            "a type around",
            "public class Distribution { public enum Order { A, B } } ",
            "[ActionMask] public partial Head<{0}.Order> Command {{ get; }}",
            "Distribution",
            "generated type 'Policy.Distribution'"
        ),
        Hidden(
            "a constant with the name of a generated property",
            "public static class Declaration { public const int Size = 3; } ",
            "[EntityMask({0}.Size)] public partial DeepSetEncoder Units {{ get; }}",
            "Declaration",
            "generated member 'Policy.Declaration'"
        ),
        Hidden(
            "a constant",
            "public static class Observation { public const int Size = 3; } ",
            "[EntityMask({0}.Size)] public partial DeepSetEncoder Units {{ get; }}",
            "Observation",
            "generated type 'Policy.Observation'"
        ),
        Hidden(
            "a value",
            "public enum Device { On, Off } ",
            "[ActionMask] public partial Head<Device> Power {{ get; }} [ActionMask, ActiveWhen(nameof(Power), {0}.On)] public partial "
                + "Head<bool> Run {{ get; }}",
            "Device",
            "member that every policy inherits"
        ),
        Hidden(
            "a name of a parameter",
            "public readonly record struct Values(bool Up, bool Down); public readonly record struct Batch([ActionMask(Choices = 2)] "
                + "int Size); ",
            "[ActionMask] public partial Head<{0}> Command {{ get; }}",
            "Batch",
            "generated type 'Policy.Batch'"
        ),
        new(
            "MASK030",
            "a head with the name of its enum",
            Orders + Policy(Globals, "[ActionMask] public partial Head<Order> Order { get; }",
                "[ActionMask, ActiveWhen(nameof(Order), [|Order|].Move)] public partial Head<bool> Fast { get; }"),
            "'Order' means the member 'Policy.Order' within the policy, and not the type of this name: write it with its namespace, as in "
                + "'global::Order'",
            Orders + Policy(Globals, "[ActionMask] public partial Head<Order> Order { get; }",
                "[ActionMask, ActiveWhen(nameof(Order), global::Order.Move)] public partial Head<bool> Fast { get; }"),
            "CS0120"),
        new(
            "MASK010",
            "a method that is generated",
            Policy(Globals, Jump, "public object [|forward|](Observation seen) => seen;"),
            "'forward' is the name of the generated method 'Policy.forward'; choose another",
            Policy(Globals, Jump, "public object forward(Observation seen, int more) => seen;"),
            "CS0246"
        )
        {
            CanBeUsed = false,
        },
        new(
            "MASK010",
            "a method that is generated, by its full name",
            Policy(Globals, Jump, "public Policy.Distribution [|forward|](global::Policy.Observation seen) => null!;"),
            "'forward' is the name of the generated method 'Policy.forward'; choose another",
            Policy(Globals, Jump, "public object forward(in global::Policy.Observation seen) => seen;"),
            "CS0426",
            "CS0426"
        )
        {
            CanBeUsed = false,
        },
        new(
            "MASK010",
            "a method that a policy overrides that remembers",
            Policy(Globals, Jump, Gru, "private void [|Unroll|]() { }"),
            "'Unroll' is the name of the generated method 'Policy.Unroll'; choose another",
            Policy(Globals, Jump, Core, "private void Unroll() { }")
        )
        {
            CanBeUsed = false,
        },
        Reserved(
            "get_Units",
            "[Observation(4)] public partial MlpEncoder [|get_Units|] { get; }",
            "an accessor of 'Units'",
            fromCompiler: "CS0102"
        ),
        Reserved(
            "set_Units",
            "[Observation(4)] public partial MlpEncoder [|set_Units|] { get; }",
            "an accessor of 'Units'",
            fromCompiler: "CS0102"
        ),
        Reserved("set_UnitsMask", "[Observation(4)] public partial MlpEncoder [|set_UnitsMask|] { get; }", "an accessor of 'UnitsMask'"),
        Reserved(
            "get_Observation",
            "[Observation(4)] public partial MlpEncoder [|get_Observation|] { get; }",
            "an accessor of 'Observation'"
        ),
        Reserved(
            "op_Equality",
            "[ActionMask] public partial Head<bool> [|op_Equality|] { get; }",
            "a member that the compiler gives records"
        ),
        NotBuilt(
            "several constructors",
            "public Own(int inputs, int more = 0) : base(\"own\", inputs) { } public Own(int inputs, string text = \"\") : base(text, "
                + "inputs) { }",
            "it has several constructors for (int inputs); give it one with exactly these parameters"
        ),
        NotBuilt(
            "a required member",
            "public required int Gain { get; init; } public Own(int inputs) : base(\"own\", inputs) { }",
            "its member 'Gain' is required; give it a value in the constructor (int inputs), and mark that with [SetsRequiredMembers]"
        ),
        NotBuilt(
            "a required field",
            "public required int Gain; public Own(int inputs) : base(\"own\", inputs) { }",
            "its member 'Gain' is required; give it a value in the constructor (int inputs), and mark that with [SetsRequiredMembers]"
        ),
        Hiding("a width", "public new int Width => 3;", "Width"),
        Hiding("an overload", "public TorchSharp.torch.Tensor call(TorchSharp.torch.Tensor input, int more = 0) => input;", "call"),
        Hiding("a field", "internal new int Width = 3;", "Width"),
        Obsolete(
            "a member",
            "",
            "[System.Obsolete(\"Old.\", {0})] [Observation(4)] public partial MlpEncoder [|Weather|] {{ get; }}",
            "Weather",
            "it"
        ),
        Obsolete(
            "an enum",
            "[System.Obsolete(\"Old.\", {0})] public enum Way {{ Left, Right }} ",
            "[ActionMask, System.Obsolete] public partial [|Head<Way>|] Command {{ get; }}",
            "Command",
            "'Way'"
        ),
        Obsolete(
            "what a record struct consists of",
            "[System.Obsolete(\"Old.\", {0})] public enum Way {{ Left, Right }} [method: System.Obsolete] public readonly record struct "
                + "Both([property: System.Obsolete] Way Way, bool Up); ",
            "[ActionMask] public partial [|Head<Both>|] Command {{ get; }}",
            "Command",
            "'Way'"
        ),
        Obsolete(
            "a constructor",
            "public sealed class Own : MlpEncoder {{ [System.Obsolete(\"Old.\", {0})] public Own(int inputs) : base(inputs) {{ }} }} ",
            "[Observation(4)] public partial [|Own|] Weather {{ get; }}",
            "Weather",
            "'Own.Own(int inputs)'"
        ),
        Compound(
            "MASK008",
            "a required member",
            "public readonly record struct Command(bool Up) { public required int [|More|] { get; init; } }",
            "cannot choose a 'Command': its member 'More' is required, and generated code gives it no value; declare it without 'required'"
        ),
        Compound(
            "MASK008",
            "no constructor that can be called",
            "public readonly record struct [|Command|] { public bool Up { get; } private Command(bool Up) => this.Up = Up; }",
            "cannot choose a 'Command': it has no parameters to choose"
        ),
        Forgetting("GruCore"),
        Forgetting("LstmCore"),
        .. ConstructorRuleCases.All,
        .. LayerRuleCases.All,
        .. InitializerRuleCases.All,
    ];

    private static RuleCase TooLarge(string name, string member, int size, string what, int limit = 1_048_576)
    {
        string With(int value) => string.Format(CultureInfo.InvariantCulture, member, value);
        return new("MASK029", name, Policy(Globals, Jump, With(size)), $"The {what} of 'Member' must be at most {limit}, and is {size}",
            Policy(Globals, Jump, With(limit).Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
    }

    private static RuleCase TooLargeTogether(string name, string member, int size, int right, string what, string product)
    {
        string With(int value) => string.Format(CultureInfo.InvariantCulture, member, value);
        return new(
            "MASK029",
            $"{name} as a whole",
            Policy(Globals, Jump, With(size)),
            $"The {what} of 'Member' must be at most 268435456, and is {product}",
            Policy(Globals, Jump, With(right).Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal))
        );
    }

    /// <summary>A type with the name of a member, which the policy names by that alone, and then with its namespace.</summary>
    private static RuleCase Hidden(string name, string types, string member, string type, string meaning)
    {
        string With(string written) => types + Policy(Globals, Jump, string.Format(CultureInfo.InvariantCulture, member, written));
        return new(
            "MASK030",
            name,
            With($"[|{type}|]"),
            $"'{type}' means the {meaning} within the policy, and not the type of this name: write it with its namespace, as in "
                + $"'global::{type}'",
            With($"global::{type}")
        )
        {
            CanBeUsed = false,
        };
    }

    private static RuleCase NotBuilt(string name, string members, string message)
    {
        string With(string constructors, string type) =>
            $"public sealed class Own : VectorEncoder {{ {constructors} public override TorchSharp.torch.Tensor "
                + $"forward(TorchSharp.torch.Tensor input) => input; }} "
            + Policy(Jump, $"[Observation(4)] public partial {type} Globals {{ get; }}");
        return new(
            "MASK031",
            name,
            With(members, "[|Own|]"),
            $"'Own' cannot be built by the generated code: {message}",
            With(
                members.Replace("required ", "", StringComparison.Ordinal)
                    + " private Own(long inputs) : base(\"own\", 1) { }"
                    + (
                        members.Contains("string text", StringComparison.Ordinal)
                            ? " public Own(int inputs) : base(\"own\", inputs) { }"
                            : ""
                    ),
                "Own"
            )
        );
    }

    private static RuleCase Hiding(string name, string member, string hidden)
    {
        string With(string members, string type) =>
            $"public sealed class Own(int inputs) : MlpEncoder(inputs) {{ {members} }} "
            + Policy(Jump, $"[Observation(4)] public partial {type} Globals {{ get; }}");
        return new(
            "MASK032",
            name,
            With(member, "[|Own|]"),
            $"'{hidden}' of 'Own' hides a member that the generated code calls; choose another name",
            With(
                "private new int Width => 3; public int Embed() => Width; public int PooledWidth => 4; public override string GetName() "
                    + "=> \"own\";",
                "Own"
            )
        );
    }

    private static RuleCase Obsolete(string name, string types, string member, string reported, string what)
    {
        string With(string isError) =>
            string.Format(CultureInfo.InvariantCulture, types, isError)
            + Policy(Globals, Jump, string.Format(CultureInfo.InvariantCulture, member, isError));
        return new(
            "MASK033",
            name,
            With("true"),
            $"'{reported}' cannot be a part of the policy: {what} is [Obsolete] as an error, and the generated code uses it; make that "
                + "a warning, or mark the policy [Obsolete] too",
            With("false").Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
    }

    /// <summary>A core that remembers, beside a QHead.</summary>
    private static RuleCase Forgetting(string core)
    {
        string With(string type) =>
            Policy(
                Globals,
                $"[Core(8)] public partial {type} Core {{ get; }}",
                "[ActionMask] public partial QHead<bool> Q { get; }",
                "public int Memory => 1;"
            );
        return new(
            "MASK026",
            core,
            With($"[|{core}|]"),
            $"'Core' is a '{core}', which is recurrent, and the QHead 'Q' needs a core without memory: use an MlpCore, or a PolicyCore "
                + "of your own",
            With("MlpCore")
        )
        {
            CanBeUsed = false,
        };
    }

    /// <summary>A name that only policies need that remember.</summary>
    private static RuleCase Remembering(string name, string member, string use, bool canBeUsed = true, string? fromCompiler = null) =>
        new(
            "MASK010",
            $"{name} beside a GruCore",
            Policy(Globals, Jump, Gru, member),
            $"'{name}' is the name of {use}; choose another",
            Policy(Globals, Jump, Core, member.Replace($"[|{name}|]", name, StringComparison.Ordinal)),
            fromCompiler is null ? [] : [fromCompiler]
        )
        {
            CanBeUsed = canBeUsed,
        };

    /// <summary>Beside a QHead, or on it where it is no member.</summary>
    private static RuleCase AloneWithQ(string name, string added, string message)
    {
        bool isMember = added.EndsWith('}');
        string q = isMember
            ? "[ActionMask] public partial QHead<bool> Q { get; }"
            : $"{added} [ActionMask] public partial QHead<bool> Q {{ get; }}";
        return WrongQ("MASK023", name, isMember ? q + added : q, message);
    }

    private static RuleCase WrongQ(string id, string name, string member, string message, params string[] fromCompiler) =>
        new(
            id,
            name,
            Policy(Globals, Units, member),
            message,
            Policy(
                Globals,
                Units,
                "public int Distribution => 1; public int Evaluate => 2;",
                "[ActionMask(Each = nameof(Units), AllowEmpty = true, Choices = 3)] public partial QHead<int> Q { get; }"
            ),
            fromCompiler
        )
        {
            CanBeUsed = false,
        };

    private static RuleCase Compound(string id, string name, string type, string message, bool quoted = true, string before = "") =>
        new(
            id,
            name,
            type.Replace("nameof(Command.", "nameof(global::Command.", StringComparison.Ordinal)
                + Policy(Globals, "[ActionMask] public partial Head<global::Command> Command { get; }"),
            $"{before}'Command{(quoted ? "' " : "")}{message}",
            "public enum Way { Left, Right } [System.Flags] public enum Bits { None = 0, A = 1, B = 4, Both = 5 } "
                + "public readonly record struct Command(Way Way, [ActiveWhen(nameof(global::Command.Way), Way.Left)] bool Up, Bits "
                + "Bits, [ActionMask(Choices = 3), ActiveWhen(\"Up\", true)] int Gear);"
                + Policy(Globals, "[ActionMask] public partial Head<global::Command> Command { get; }")
        );

    private static RuleCase WithoutEffect(string argument, string remedy)
    {
        string name = argument.Split(' ')[0];
        return Compound(
            "MASK038",
            $"{name} on a parameter",
            $"public readonly record struct Command([ActionMask(Choices = 4, [|{argument}|])] int Gear);",
            $".Gear' has no effect: on a parameter of a record struct, [ActionMask] states what is chosen; {remedy}",
            quoted: false,
            before: $"{name} of ");
    }

    /// <summary>A part without attribute, and one that its author implements.</summary>
    private static RuleCase Undeclared(string type, string attribute) => new(
        "MASK039",
        $"{type} without attribute",
        Policy(Globals, Jump, $"public partial {type} [|Part|] {{ get; }}"),
        $"'Part', of type '{type}', has no attribute, so it is not a part of the policy: add {attribute}",
        Policy(Globals, Jump, $"public partial {type} Part {{ get; }} public partial {type} Part {{ get => throw new "
            + "System.NotSupportedException(); }"));

    private static RuleCase Interval(string name, string attribute, string message) => new("MASK040", name,
        Policy(Globals, $"[{attribute}] public partial Head<float> Angle {{ get; }}"), message,
        Policy(Globals, "[ActionMask(Low = -0.1, High = 1e3)] public partial Head<float> Angle { get; }"));

    private static RuleCase Picks(string name, string attribute, string message) => new("MASK027", name,
        Policy(Units, $"[{attribute}] public partial SubsetHead Squad {{ get; }}"), message,
        Policy(Units, "[ActionMask(Over = nameof(Units), AtLeast = 0, AtMost = 2)] public partial SubsetHead Squad { get; }"));

    private static RuleCase Related(string id, string name, string attributes, string message)
    {
        string[] others =
        [
            Globals,
            Units,
            Jump,
            "[ActionMask(Choices = 3)] public partial Head<int> Gear { get; }",
            "[ActionMask] public partial Head<Order> Command { get; }",
            "[ActionMask(Over = nameof(Units))] public partial PointerHead Target { get; }",
            "[ActionMask] public partial Head<Bits> Perks { get; }",
            "[ActionMask] public partial Head<Two> Both { get; }",
            "[ActionMask(Low = 0, High = 1)] public partial Head<float> Power { get; }",
            "[ActionMask(Over = nameof(Units), AtMost = 2)] public partial SubsetHead Squad { get; }",
            "[System.Flags] public enum Bits { A = 1, B = 2 } public readonly record struct Two(bool Up, Bits Bits);",
        ];
        return new(
            id,
            name,
            Orders + Policy([.. others, attributes + " public partial Head<bool> Heading { get; }"]),
            message,
            Orders
                + Policy([
                    .. others,
                    "[ActionMask, ActiveWhen(nameof(Gear), 0, 2), MaskPer(nameof(Target)), Given(nameof(Perks), nameof(Both), "
                        + "nameof(Squad), nameof(Target))] public partial Head<bool> Heading { get; }",
                ])
        );
    }

    private static RuleCase Attending(string name, string attribute, string message)
    {
        string With(string given) =>
            Policy(Globals, Units, Boxes, Jump, $"[EntityMask(4), {given}] public partial AttentionEncoder Agents {{ get; }}");
        return new(
            "MASK024",
            $"attends to {name}",
            With(attribute),
            $"AttendsTo of 'Agents' {message}",
            With("AttendsTo(nameof(Boxes))")
        );
    }

    private static RuleCase NotAttending(string name, string member) =>
        new(
            "MASK024",
            $"{name} attends",
            Policy(Globals, Boxes, Jump, member),
            "[AttendsTo] on 'Member' has no effect: it belongs to an [EntityMask] member with an AttentionEncoder",
            Policy(Globals, Boxes, Jump, "[EntityMask(4), AttendsTo(\"Boxes\")] public partial AttentionEncoder Member { get; }")
        );

    private static RuleCase Seeing(string name, string names, string message)
    {
        string With(string given) =>
            Policy(
                Globals,
                Units,
                Map,
                Boxes,
                Agents,
                Jump,
                "[ActionMask(Each = nameof(Map))] public partial Head<bool> Run { get; }",
                $"[ActionMask(Over = nameof(Units))] public partial PointerHead Aim {{ get; }} [Value(Sees = new[] {{ {given} }})] "
                    + $"public partial ValueHead Value {{ get; }}"
            );
        return new(
            "MASK025",
            name,
            With(names),
            $"Sees of 'Value' names {message}",
            With("\"Agents\", nameof(Globals)")
        );
    }

    private static RuleCase ValueOfEach(string name, string head, string actor)
    {
        const string Value = "[Value(Each = nameof(Units))] public partial ValueHead Value { get; }";
        const string Walk = "[ActionMask(Each = nameof(Units))] public partial Head<bool> Walk { get; }";
        return new(
            "MASK045",
            name,
            Policy(Units, Boxes, Map, Walk, head, Value),
            $"'Run' acts for {actor}, but [Value] 'Value' is a value of each of 'Units': declare 'Run' with Each = nameof(Units), or "
                + "'Value' without Each",
            Policy(Units, Boxes, Map, Walk, "[ActionMask(Each = nameof(Units))] public partial Head<bool> Run { get; }", Value));
    }

    private static string Policy(params string[] members) =>
        $"[MaskedPolicy] public sealed partial class Policy {{ {string.Join(" ", members)} }}";

    private static RuleCase NotDeclared(string name, string property, params string[] fromCompiler) => new("MASK002", name,
        Policy(Jump, $"[Observation(4)] {property}"),
        "'Globals' must be a partial property with only a getter: 'public partial MlpEncoder Globals { get; }'",
        Policy(Jump, Globals), fromCompiler);

    private static RuleCase Unfit(string name, string member, string message) => new("MASK003", name,
        Policy(Units, Jump, member), message, Policy(Units, Jump, Globals, Core, "[Value] public partial ValueHead Value { get; }"));

    private static RuleCase Unknown(string name, string member, string message, string right) => new("MASK004", name,
        Policy(Globals, Units, Map, Jump, member), message, Policy(Globals, Units, Map, Jump, right));

    private static RuleCase NotPositive(string name, string member, int size, string what)
    {
        string With(int value) => string.Format(CultureInfo.InvariantCulture, member, value);
        return new("MASK006", name, Policy(Globals, Jump, With(size)), $"The {what} of 'Member' must be at least 1, and is {size}",
            Policy(Globals, Jump, With(1).Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
    }

    private static RuleCase Choices(string name, string member, string message, string right) =>
        new("MASK007", name, Policy(Units, Jump, member), message, Policy(Units, Jump, right));

    private static RuleCase Unsupported(string type, string reason, string? shortName = null)
    {
        string Over(string choice) =>
            Orders
            + "public enum Empty { } [System.Flags] public enum Bits { None = 0, Both = 3 } "
            + Policy("private enum Hidden { A, B }", Globals, $"[ActionMask] internal partial Head<{choice}> Command {{ get; }}")
                .Replace("internal", choice == "[|Hidden|]" ? "private" : "public", StringComparison.Ordinal);
        return new("MASK008", type, Over($"[|{type}|]"), $"'Command' cannot choose a '{shortName ?? type}': {reason}", Over("Order"));
    }

    private static RuleCase Reserved(
        string name,
        string member,
        string use,
        string? reported = null,
        bool canBeUsed = true,
        string? fromCompiler = null
    ) =>
        new(
            "MASK010",
            name,
            Policy(Globals, Units, Jump, member),
            $"'{reported ?? name}' is the name of {use}; choose another",
            Policy(
                Globals,
                Units,
                Jump,
                member
                    .Replace($"[|{reported ?? name}|]", "Another", StringComparison.Ordinal)
                    .Replace("=> Contract", "=> Another", StringComparison.Ordinal)
            ),
            fromCompiler is null ? [] : [fromCompiler]
        )
        {
            CanBeUsed = canBeUsed,
        };

    private static RuleCase NoConstructor(string attribute, string parent, string arguments, string parameters, string needed) =>
        new(
            "MASK011",
            $"{parent}({parameters})",
            Own(parent, arguments, $"public Own({parameters})")
                + Policy(Globals, Jump, $"{attribute} public partial [|Own|] Member {{ get; }}"),
            $"'Own' needs an accessible constructor 'Own({needed})', which the generated code calls",
            Own(parent, arguments, $"public Own({needed})") + Policy(Globals, Jump, $"{attribute} public partial Own Member {{ get; }}")
        );

    private static string Own(string parent, string arguments, string constructor)
    {
        if (parent == "GruCore")
        {
            return $"public sealed class Own : {parent} {{ {constructor} : base({arguments}) {{ }} }} ";
        }

        string forward = parent switch
        {
            "EntityEncoder" =>
                "EntityEncoding forward(TorchSharp.torch.Tensor input, TorchSharp.torch.Tensor present, TorchSharp.torch.Tensor? sight)",
            "GridEncoder" => "GridEncoding forward(TorchSharp.torch.Tensor input)",
            _ => "TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor input)",
        };
        return $"public sealed class Own : {parent} {{ {constructor} : base({arguments}) {{ }} public override {forward} => throw new "
            + $"System.NotSupportedException(); }} ";
    }
}
