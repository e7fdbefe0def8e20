using Masking.Onnx;

namespace Masking.Player.Tests;

/// <summary>What a player refuses to do.</summary>
public sealed class ActErrorTests
{
    [Fact]
    public void AGreedyFile_CannotDraw()
    {
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Player player = new(
            Exported.Bytes(policy, new OnnxOptions { IsGreedy = true }), environments: 1, maxUnits: 2);
        RandomStream stream = new(seed: 1);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => player.Act(stream));
        Assert.Equal("SkirmishPolicy.Player: expected a model that draws actions, got one that was exported without sampling. Call "
            + "ActGreedily, or export the policy with sampling.", error.Message);
        Assert.Equal(0, stream.Step);
        player.ActGreedily();
        Assert.InRange(player.CommandAt(0), Order.Hold, Order.Attack);
    }

    [Fact]
    public void AMaskWithoutALegalChoice_IsRefusedBeforeTheDraw()
    {
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Player player = new(Exported.Bytes(policy), environments: 3, maxUnits: 2);
        player.CommandMask(1).AllowNone();
        RandomStream stream = new(seed: 1);
        NoLegalActionException error = Assert.Throws<NoLegalActionException>(() => player.Act(stream));
        Assert.Equal(("SkirmishPolicy", "Command"), (error.Policy, error.Head));
        Assert.Equal([1], error.Rows);
        Assert.Equal(0, stream.Step);
        Assert.Throws<NoLegalActionException>(player.ActGreedily);
        player.Clear(1);
        player.Act(stream);
        Assert.Equal(1, stream.Step);
    }

    [Fact]
    public void ARangeWithoutALegalNumber_IsRefused()
    {
        using TurretPolicy policy = new();
        using TurretPolicy.Player player = new(Exported.Bytes(policy), environments: 2);
        player.AngleRange(1).AllowNone();
        NoLegalActionException error = Assert.Throws<NoLegalActionException>(player.ActGreedily);
        Assert.Equal("Angle", error.Head);
        Assert.Equal([1], error.Rows);
    }

    [Fact]
    public void ARead_BeforeTheFirstAct_SaysSo()
    {
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Player player = new(Exported.Bytes(policy), environments: 1, maxUnits: 2);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => player.CommandAt(0));
        Assert.Contains("nothing was chosen since the player was created", error.Message);
        Assert.Null(player.TargetAt(0));
        Assert.True(float.IsNaN(player.LogProb(0)));
        Assert.True(float.IsNaN(player.Value(0)));
    }

    [Fact]
    public void IndicesOutOfRange_AreNamed()
    {
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Player player = new(Exported.Bytes(policy), environments: 1, maxUnits: 2);
        Assert.Throws<ArgumentOutOfRangeException>("row", () => player.CommandAt(1));
        Assert.Throws<ArgumentOutOfRangeException>("row", () => player.LogProb(-1));
        Assert.Throws<ArgumentOutOfRangeException>("environment", () => player.Globals(1)[0]);
        Assert.Throws<ArgumentOutOfRangeException>("entity", () => player.Units(0, 2)[0]);
        Assert.Throws<ArgumentOutOfRangeException>("environment", () => player.Clear(1));
        Assert.Throws<ArgumentNullException>("stream", () => player.Act(null!));
    }

    [Fact]
    public void AfterDispose_EveryMemberThrowsByName()
    {
        using SkirmishPolicy policy = new();
        SkirmishPolicy.Player player = new(Exported.Bytes(policy), environments: 1, maxUnits: 2);
        player.ActGreedily();
        Span<float> globals = player.Globals(0);
        player.Dispose();
        player.Dispose();
        globals[0] = 1;
        Assert.Equal(1, globals[0]);
        foreach (Action use in new Action[]
        {
            () => player.Act(new RandomStream(seed: 1)),
            player.ActGreedily,
            () => player.Clear(0),
            () => player.Globals(0).Clear(),
            () => player.CommandMask(0).AllowAll(),
            () => player.CommandAt(0),
            () => player.TargetAt(0),
            () => player.LogProb(0),
            () => player.Value(0),
        })
        {
            Assert.StartsWith("SkirmishPolicy.Player", Assert.Throws<ObjectDisposedException>(use).ObjectName);
        }
    }

    [Fact]
    public void Dispose_WaitsForAnActOfAnotherThread()
    {
        using SkirmishPolicy policy = new();
        byte[] model = Exported.Bytes(policy);
        for (int round = 0; round < 40; round++)
        {
            SkirmishPolicy.Player player = new(model, environments: 8, maxUnits: 16);
            using ManualResetEventSlim hasActed = new();
            ObjectDisposedException? end = null;
            Thread actor = new(() =>
            {
                while (end is null)
                {
                    end = Act(player);
                    hasActed.Set();
                }
            });
            actor.Start();
            hasActed.Wait(TestContext.Current.CancellationToken);
            player.Dispose();
            actor.Join();
            Assert.NotNull(end);
        }
    }

    /// <summary>Acts, and returns the error if the player was disposed.</summary>
    private static ObjectDisposedException? Act(SkirmishPolicy.Player player)
    {
        try
        {
            player.ActGreedily();
            return null;
        }
        catch (ObjectDisposedException exception)
        {
            return exception;
        }
    }
}
