namespace Masking.Generators.Tests;

/// <summary>What is generated for each kind of input.</summary>
public sealed class InputSnapshots
{
    [Fact]
    public void Vector() => Snapshot.Verify(Compile.Valid(Declared.Smallest).Driver);

    [Fact]
    public void EverythingTogether() => Snapshot.Verify(Compile.Valid(Declared.Everything, Declared.Use.Replace("Policy", "Game.Policy")).Driver);
}
