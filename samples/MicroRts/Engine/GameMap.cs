namespace Masking.Samples.MicroRts.Engine;

/// <summary>A map: the state in which games on it begin.</summary>
/// <param name="Name">The name in the original game.</param>
/// <param name="Start">The state at time 0.</param>
public sealed record GameMap(string Name, GameSetup Start);
