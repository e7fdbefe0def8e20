namespace Masking.Player.Tests;

/// <summary>The memory of a recurrent policy advances with every act.</summary>
public sealed class RecurrentTests
{
    private const int Steps = 50;
    private const int Environments = 3;

    [Fact]
    public void AGruOfEveryEntity_ActsAsThePolicyOverManySteps()
    {
        using ScoutPolicy policy = new();
        using ScoutPolicy.Player player = new(Exported.Bytes(policy), Environments, maxScouts: 4);
        using ScoutPolicy.Batch batch = new(Environments, maxScouts: 4);
        (RandomStream ofPolicy, RandomStream ofPlayer) = (new RandomStream(seed: 5), new RandomStream(seed: 5));
        Random random = new(1);
        for (int step = 0; step < Steps; step++)
        {
            for (int environment = 0; environment < Environments; environment++)
            {
                StartEpisode(step, environment, batch.Clear, player.Clear);
                for (int scout = 0; scout < 4; scout++)
                {
                    batch.ScoutsMask(environment)[scout] = player.ScoutsMask(environment)[scout] = random.Next(3) > 0;
                    bool canGather = random.Next(2) > 0;
                    batch.OrdersMask(environment, scout)[Order.Gather] = canGather;
                    player.OrdersMask(environment, scout)[Order.Gather] = canGather;
                    Fill(random, batch.Scouts(environment, scout), player.Scouts(environment, scout));
                }
            }

            using Step<ScoutPolicy.Actions, ScoutPolicy.Memory> expected = policy.Act(batch.Observation, ofPolicy);
            player.Act(ofPlayer);
            batch.Remember(expected.Memory);
            for (int environment = 0; environment < Environments; environment++)
            {
                Assert.Equal(expected.LogProb[environment].item<float>(), player.LogProb(environment), 1e-4);
                for (int scout = 0; scout < 4; scout++)
                {
                    Assert.Equal(expected.Actions.OrdersAt(environment, scout), player.OrdersAt(environment, scout));
                    Assert.Equal(expected.Value[environment, scout].item<float>(), player.Value(environment, scout), 1e-4);
                }
            }
        }
    }

    [Fact]
    public void AnLstm_ActsAsThePolicyOverManySteps()
    {
        using SailorPolicy policy = new();
        using SailorPolicy.Player player = new(Exported.Bytes(policy), Environments);
        using SailorPolicy.Batch batch = new(Environments);
        Random random = new(1);
        for (int step = 0; step < Steps; step++)
        {
            for (int environment = 0; environment < Environments; environment++)
            {
                StartEpisode(step, environment, batch.Clear, player.Clear);
                Fill(random, batch.Sky(environment), player.Sky(environment));
            }

            using Step<SailorPolicy.Actions, SailorPolicy.Memory> expected = policy.ActGreedily(batch.Observation);
            player.ActGreedily();
            batch.Remember(expected.Memory);
            for (int environment = 0; environment < Environments; environment++)
            {
                Assert.Equal(expected.Actions.CourseAt(environment), player.CourseAt(environment));
                Assert.Equal(expected.LogProb[environment].item<float>(), player.LogProb(environment), 1e-4);
            }
        }
    }

    [Fact]
    public void Clear_StartsAnEpisodeOfOneEnvironment()
    {
        using SailorPolicy policy = new();
        using SailorPolicy.Player player = new(Exported.Bytes(policy), environments: 2);
        player.ActGreedily();
        float atTheStart = player.LogProb(0);
        player.Sky(0)[0] = player.Sky(1)[0] = 3;
        player.ActGreedily();
        player.Sky(1)[0] = 0;
        player.Clear(0);
        player.ActGreedily();
        Assert.Equal(atTheStart, player.LogProb(0));
        Assert.NotEqual(atTheStart, player.LogProb(1));
    }

    /// <summary>Clears the second environment now and then.</summary>
    private static void StartEpisode(int step, int environment, params Action<int>[] clear)
    {
        if (environment == 1 && step % 10 == 9)
        {
            Array.ForEach(clear, each => each(environment));
        }
    }

    private static void Fill(Random random, Span<float> one, Span<float> other)
    {
        for (int i = 0; i < one.Length; i++)
        {
            one[i] = other[i] = random.NextSingle();
        }
    }
}
