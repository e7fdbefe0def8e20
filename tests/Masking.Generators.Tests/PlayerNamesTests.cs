using Microsoft.CodeAnalysis;

namespace Masking.Generators.Tests;

/// <summary>Names that are reserved only in projects that reference Masking.Player.</summary>
public sealed class PlayerNamesTests
{
    [Theory]
    [InlineData("public int Player { get; }", "the generated type 'Policy.Player'")]
    [InlineData("[Observation(2)] public partial MlpEncoder LogProb { get; }", "a method of the generated type 'Player'")]
    [InlineData("[Observation(2)] public partial MlpEncoder Value { get; }", "a method of the generated type 'Player'")]
    [InlineData("[Observation(2)] public partial MlpEncoder JumpAt { get; }", "the typed read of 'Jump' in the generated type 'Player'")]
    public void AMemberOfThePlayer_IsReserved(string member, string use)
    {
        string source = $$"""
            [MaskedPolicy]
            public sealed partial class Policy
            {
                [Observation(4)] public partial MlpEncoder Globals { get; }
                [ActionMask] public partial Head<bool> Jump { get; }
                [Value] public partial ValueHead Critic { get; }
                {{member}}
            }
            """;
        Assert.False(Compile.Run(source).HasPlayer);
        Assert.Empty(Compile.Run(source).Reported());
        Diagnostic reported = Assert.Single(Compile.Run(Compile.WithPlayer(source)).Reported());
        Assert.Equal("MASK010", reported.Id);
        Assert.Contains(use, reported.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutThePackage_ThereIsNoPlayer()
    {
        const string Source = """
            [MaskedPolicy]
            public sealed partial class Policy
            {
                [Observation(4)] public partial MlpEncoder Globals { get; }
                [ActionMask] public partial Head<bool> Jump { get; }
            }
            """;
        Assert.Null(Compile.Run(Source).After.GetTypeByMetadataName("Policy+Player"));
        Assert.NotNull(Compile.Run(Compile.WithPlayer(Source)).After.GetTypeByMetadataName("Policy+Player"));
    }
}
