namespace Masking.Generators.Tests;

/// <summary>What is generated for each kind of head and each kind of actor, with the same inputs.</summary>
public sealed class HeadSnapshots
{
    private const string Value = "[Value] public partial ValueHead Value { get; }";

    [Fact]
    public Task EnumOfTheAgent() => Verify("[ActionMask] public partial Head<Order> Command { get; }");

    [Fact]
    public Task EnumThatMayBeEmpty() => Verify("[ActionMask(AllowEmpty = true)] public partial Head<Order> Command { get; }");

    [Fact]
    public Task NumberOfEachEntity() => Verify("[ActionMask(Each = nameof(Units), Choices = 5)] public partial Head<int> Speed { get; }");

    [Fact]
    public Task EnumOfEachCell() => Verify("[ActionMask(Each = nameof(Map))] public partial Head<Order> Orders { get; }");

    [Fact]
    public Task PointerOverASet() => Verify("[ActionMask(Over = nameof(Units))] public partial PointerHead Target { get; }");

    [Fact]
    public Task PointerOfEachCellOverTheMap() =>
        Verify("[ActionMask(Each = nameof(Map), Over = nameof(Map))] public partial PointerHead Aim { get; }");

    [Fact]
    public Task PointerOfEachEntityOverItsSet() =>
        Verify("[ActionMask(Each = nameof(Units), Over = nameof(Units))] public partial PointerHead Ally { get; }");

    [Fact]
    public Task HeadsThatDependOnOthers() => Verify("""
        [ActionMask(Choices = 2), MaskPer(nameof(Target))] public partial Head<int> Weapon { get; }
            [ActionMask] public partial Head<Order> Command { get; }
            [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Move)] public partial PointerHead Target { get; }
        """);

    [Fact]
    public Task MaskOfSeveralParents_AndComplement() => Verify("""
        [ActionMask(Over = nameof(Units))] public partial PointerHead From { get; }
            [ActionMask(Over = nameof(Map)), MaskPer(nameof(From))] public partial PointerHead To { get; }
            [ActionMask, MaskPer(nameof(To), nameof(From))] public partial Head<Order> Becomes { get; }
            [ActionMask, ActiveUnless(nameof(Becomes), Order.Hold)] public partial Head<bool> Offer { get; }
        """);

    [Fact]
    public Task DistinctPointerOfEachEntity() =>
        Verify("[ActionMask(Each = nameof(Units), Over = nameof(Map)), Distinct] public partial PointerHead Post { get; }");

    [Fact]
    public Task NumberOfTheAgent() => Verify("[ActionMask(Low = -180, High = 180)] public partial Head<float> Angle { get; }");

    [Fact]
    public Task NumbersAndChoicesOfEachEntity() => Verify("""
        [ActionMask(Each = nameof(Units))] public partial Head<Drive> Drives { get; }
            [ActionMask(Each = nameof(Units))] public partial Head<Order> Orders { get; }
            [ActionMask(Each = nameof(Units), Low = 0, High = 0.5), MaskPer(nameof(Orders)), Given(nameof(Drives))]
            public partial Head<float> Gap { get; }
            [ActionMask] public partial Head<Stick> Lead { get; }
        """);

    [Fact]
    public Task BitsOfTheAgent() => Verify("[ActionMask] public partial Head<Perks> Perks { get; }");

    [Fact]
    public Task CompoundOfEachCell() => Verify("[ActionMask(Each = nameof(Map))] public partial Head<UnitCommand> Orders { get; }");

    [Fact]
    public Task SubsetOfASet() => Verify("[ActionMask(Over = nameof(Units), AtMost = 3)] public partial SubsetHead Squad { get; }");

    [Fact]
    public Task HeadsThatAreGivenOthers() =>
        Verify(
            """
            [ActionMask] public partial Head<Order> Command { get; }
                [ActionMask(Over = nameof(Units)), Given(nameof(Command))] public partial PointerHead Target { get; }
                [ActionMask(Choices = 2), Given(nameof(Command), nameof(Target)), ActiveWhen(nameof(Command), Order.Move)]
                public partial Head<int> Weapon { get; }
            """
        );

    [Fact]
    public Task ActionValuesOfTheAgent() => Verify("[ActionMask] public partial QHead<Order> Q { get; }", value: "");

    [Fact]
    public Task ActionValuesOfEachEntity() =>
        Verify("[ActionMask(Each = nameof(Units), Choices = 5)] public partial QHead<int> Q { get; }", value: "");

    [Fact]
    public Task ActionValuesBesideAStateValue_KeepSignatures() =>
        Snapshot.Verify(Compile.Run(Declaration("[ActionMask(Each = nameof(Map))] public partial QHead<bool> Q { get; }", Value)).Driver);

    private static Task Verify(string head, string value = Value) => Snapshot.Verify(Compile.Valid(Declaration(head, value)).Driver);

    private static string Declaration(string head, string value) =>
        $$"""
        public enum Order { Hold, Move = 5, [System.Obsolete("No more.", error: true)] Gather = -1 }
        [System.Flags] public enum Perks : byte { None = 0, Swift = 1, Strong = 128, Both = 129 }
        public readonly record struct UnitCommand(
            Order Order,
            [ActiveWhen(nameof(UnitCommand.Order), Order.Move)] bool @fixed,
            Perks Perks,
            [ActionMask(Choices = 49), ActiveWhen("fixed", true)] int Place);
        public readonly record struct Drive(
            [ActionMask(Low = -1, High = 1)] float Steer,
            bool Brake,
            [ActionMask(Low = 0, High = 100), ActiveWhen(nameof(Drive.Brake), false)] float @checked);
        public readonly record struct Stick([ActionMask(Low = -1, High = 1)] float X, [ActionMask(Low = -2.5, High = 1e9)] float Y);

        [MaskedPolicy]
        public sealed partial class Policy
        {
            [EntityMask(features: 9)] public partial DeepSetEncoder Units { get; }
            [AgentGrid(channels: 5)] public partial ConvEncoder Map { get; }
            [Core(32)] public partial MlpCore Core { get; }
            {{head}}
            {{value}}
        }
        """;
}
