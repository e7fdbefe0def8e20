using Masking;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Examples.ComingFrom;

public sealed class ComingFromExamples
{
    [Fact]
    public void MLAgents_TheMaskIsInverted()
    {
        Tensor features = zeros(2, 12), heading = ones(2, 4, ScalarType.Bool);
        Tensor notAvailable = tensor(new[,] { { true, true, true, false }, { false, true, true, true } });

        var observation = new ScoutPolicy.Observation
        {
            Features = features,
            CommandMask = notAvailable.logical_not(),       // true = not available becomes true = legal
            HeadingMask = heading,
        };

        using ScoutPolicy policy = new();
        using Step<ScoutPolicy.Actions> step = policy.ActGreedily(observation);
        Assert.Equal([Order.Attack, Order.Hold], new[] { step.Actions.CommandAt(0), step.Actions.CommandAt(1) });
    }

    [Fact]
    public void TorchRL_AMaskedChoiceIsNotSampled()
    {
        Tensor logits = zeros(100, 3), mask = tensor([true, false, true]).expand(100, 3), advantage = ones(100);
        var stream = new RandomStream(seed: 1);

        using MaskedCategorical distribution = new(logits, mask);       // (batch, choices) bool, true = legal
        Tensor action = distribution.Sample(stream);
        Tensor logProb = distribution.LogProb(action);
        Tensor loss = logProb.mul(advantage).mean().neg();

        Assert.DoesNotContain(1, action.data<long>());
        Assert.Equal(Math.Log(2), loss.item<float>(), 1e-6);
    }

    [Fact]
    public void OpenSpiel_OnlyListedOrdersAreLegal()
    {
        using ScoutPolicy.Batch batch = new(environments: 1);
        Order[] legalOrders = [Order.Move, Order.Attack];
        int row = 0;

        batch.CommandMask(row).AllowOnly(legalOrders);              // the others are illegal

        Assert.Equal([false, true, false, true], batch.CommandMask(row).Flags.ToArray());
    }

    [Fact]
    public void OpenSpiel_OptionsForTwoSides()
    {
        var options = new PpoOptions { AlternatesSides = true };    // every step is the move of the other side

        Assert.True(options.AlternatesSides);
    }

    [Fact]
    public void EntityGym_AbsentUnits_AndActorsWithoutAChoice()
    {
        using SquadPolicy.Batch batch = new(environments: 1, maxUnits: 4, maxEnemies: 3);
        IReadOnlyList<float[]> units = [new float[9], new float[9], new float[9]];
        int row = 0;

        batch.Clear(row);                                           // nobody is present
        for (int unit = 0; unit < units.Count; unit++)
        {
            batch.UnitsMask(row)[unit] = true;                      // the remaining units are padding
            units[unit].CopyTo(batch.Units(row, unit));
        }

        batch.EnemiesMask(row)[0] = true;
        batch.EnemiesMask(row)[1] = true;

        batch.CommandMask(row, entity: 0)[Order.Gather] = false;    // unit 0 cannot gather,
        batch.TargetMask(row, entity: 0).AllowOnly(1);              // can attack only enemy 1,
        batch.CommandMask(row, entity: 2).AllowNone();              // and unit 2 does not act

        using SquadPolicy policy = new();
        using Step<SquadPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(seed: 1));
        Assert.NotEqual(Order.Gather, step.Actions.CommandAt(0, entity: 0));
        Assert.Contains(step.Actions.TargetAt(0, entity: 0), new int?[] { null, 1 });
        Assert.Null(step.Actions.CommandAt(0, entity: 2));
        Assert.Null(step.Actions.CommandAt(0, entity: 3));
    }

    /// <summary>The page trains for 200,000 steps, which takes too long for a test.</summary>
    private static double Sb3Contrib(string path)
    {
        using (var trainer = PpoTrainer.Of(new ScoutPolicy(), environments: 16, steps: 64, row => new ScoutWorld()))
        {
            trainer.Run(environmentSteps: 200_000, progress => Console.WriteLine(progress));
            trainer.Policy.Save(path);
        }

        using var policy = ScoutPolicy.Load(path);
        using var worlds = ParallelEnvironments.Of(
            new ScoutPolicy.Batch(environments: 4),
            batch => batch.Observation,
            Enumerable.Range(0, 4).Select(row => new ScoutWorld()),
            seed: 1);
        double mean = Episodes.Returns(worlds, policy, stream: null, episodesPerRow: 5).Average();
        return mean;
    }
}
