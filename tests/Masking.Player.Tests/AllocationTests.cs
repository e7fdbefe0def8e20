namespace Masking.Player.Tests;

/// <summary>Acting allocates nothing after the first time.</summary>
public sealed class AllocationTests
{
    private const int Acts = 200;

    [Fact]
    public void APointerOverASet_AllocatesNothing()
    {
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Player player = new(Exported.Bytes(policy), environments: 2, maxUnits: 8);
        RandomStream stream = new(seed: 1);
        int attacks = 0;
        Assert.Equal(0, BytesOf(() =>
        {
            player.Globals(0)[0] += 1;
            player.UnitsMask(0)[3] = true;
            player.Units(0, 3)[0] += 1;
            player.CommandMask(0).Flags[(int)Order.Move] = false;
            player.TargetMask(0)[2] = false;
            player.Act(stream);
            attacks += player.CommandAt(0) == Order.Attack && player.TargetAt(0) is not null ? 1 : 0;
            player.ActGreedily();
            attacks += float.IsNaN(player.LogProb(1) + player.Value(1)) ? 1 : 0;
        }));
        Assert.InRange(attacks, 1, Acts);
    }

    [Fact]
    public void AMemoryAndActorsOfASet_AllocateNothing()
    {
        using ScoutPolicy policy = new();
        using ScoutPolicy.Player player = new(Exported.Bytes(policy), environments: 2, maxScouts: 8);
        RandomStream stream = new(seed: 1);
        int moves = 0;
        Assert.Equal(0, BytesOf(() =>
        {
            player.Clear(1);
            player.ScoutsMask(0).Fill(true);
            player.Act(stream);
            moves += player.OrdersAt(0, 1) == Order.Move ? 1 : 0;
        }));
        Assert.InRange(moves, 1, Acts);
    }

    [Fact]
    public void Numbers_AllocateNothing()
    {
        using TurretPolicy policy = new();
        using TurretPolicy.Player player = new(Exported.Bytes(policy), environments: 1);
        RandomStream stream = new(seed: 1);
        int right = 0;
        Assert.Equal(0, BytesOf(() =>
        {
            player.AngleRange(0).Allow(-30, 90);
            player.Act(stream);
            right += player.AngleAt(0) > 0 ? 1 : 0;
        }));
        Assert.InRange(right, 1, Acts);
    }

    private static long BytesOf(Action act)
    {
        act();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < Acts; i++)
        {
            act();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
