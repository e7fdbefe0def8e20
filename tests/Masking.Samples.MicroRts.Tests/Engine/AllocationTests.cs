using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;

namespace Masking.Samples.MicroRts.Tests.Engine;

/// <summary>A cycle allocates no memory: neither orders, nor masks, nor observations, nor copies.</summary>
public sealed class AllocationTests
{
    private const int Cycles = 2000;

    public static TheoryData<string> Players { get; } = [.. ScriptedPlayers.Names];

    [Theory]
    [MemberData(nameof(Players))]
    public void Cycles_AllocateNothing(string player)
    {
        foreach (GameMap map in Maps.All)
        {
            Match match = new(map, ScriptedPlayers.Create(player), ScriptedPlayers.Create(player), maxCycles: 700, seed: 1);
            SpeedMeasurement game = new(match);
            GameState copy = match.State.Clone();
            Play(Cycles);
            long before = GC.GetAllocatedBytesForCurrentThread();

            Play(Cycles);

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

            void Play(int cycles)
            {
                for (int cycle = 0; cycle < cycles; cycle++)
                {
                    game.RunCycle();
                    copy.CopyFrom(match.State);
                }
            }
        }
    }
}
