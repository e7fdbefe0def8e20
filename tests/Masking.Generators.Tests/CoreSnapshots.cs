namespace Masking.Generators.Tests;

/// <summary>What is generated for cores that remember.</summary>
public sealed class CoreSnapshots
{
    [Fact]
    public Task HiddenStateOfTheAgent() => Snapshot.Verify(Compile.Valid(Declaration(
        """
        [Observation(4)] public partial MlpEncoder Globals { get; }
            [Core(32)] public partial GruCore Core { get; }
            [ActionMask] public partial Head<bool> Jump { get; }
            [Value] public partial ValueHead Value { get; }
        """)).Driver);

    [Fact]
    public Task HiddenAndCellStateWithEachEntity() => Snapshot.Verify(Compile.Valid(Declaration(
        """
        [EntityMask(features: 9)] public partial DeepSetEncoder Units { get; }
            [Core(32)] public partial LstmCore Core { get; }
            [ActionMask(Each = nameof(Units))] public partial Head<bool> Jump { get; }
        """)).Driver);

    [Fact]
    public Task RecurrentCoreOfTheWrongWidth_KeepsSignatures() => Snapshot.Verify(Compile.Run(Declaration(
        """
        [Observation(4)] public partial MlpEncoder Globals { get; }
            [Core(0)] public partial LstmCore Core { get; }
            [ActionMask] public partial Head<bool> Jump { get; }
        """)).Driver);

    private static string Declaration(string members) =>
        $$"""
        [MaskedPolicy]
        public sealed partial class Policy
        {
            {{members}}
        }
        """;
}
