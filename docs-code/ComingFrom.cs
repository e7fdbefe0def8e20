using Masking;
using Masking.Training;
using Masking.Training.CommandLine;
using TorchSharp;
using static TorchSharp.torch;

namespace ComingFrom;

// The example of all sections.

public enum Order { Hold, Move, Gather, Attack }

public enum Direction { North, East, South, West }

[MaskedPolicy]
public sealed partial class ScoutPolicy
{
    [Observation(12)] public partial MlpEncoder Features { get; }
    [ActionMask]      public partial Head<Order> Command { get; }
    [ActionMask]      public partial Head<Direction> Heading { get; }
    [Value]           public partial ValueHead Value { get; }
}

/// <summary>An environment with the methods that docs/coming-from.md shows.</summary>
public sealed class ScoutWorld : IEnvironment<ScoutPolicy.Batch, ScoutPolicy.Actions>
{
    private const int MaxSteps = 20;

    private readonly bool[] _canGo = new bool[4];
    private readonly float[] _features = new float[12];
    private bool _canGather;
    private bool _canAttack;
    private int _steps;

    public void Reset(RandomNumbers random)
    {
        _steps = 0;
        Draw(random);
    }

    public StepResult Step(ScoutPolicy.Actions actions, int row, RandomNumbers random)
    {
        float reward = Move(actions.CommandAt(row), actions.HeadingAt(row));
        Draw(random);
        return new StepResult(reward, ++_steps == MaxSteps ? EpisodeStatus.Truncated : EpisodeStatus.Running);
    }

    public void WriteObservation(ScoutPolicy.Batch batch, int row)
    {
        batch.Clear(row);                                   // every choice is legal
        _features.CopyTo(batch.Features(row));
        batch.CommandMask(row)[Order.Gather] = _canGather;  // true = legal
        batch.CommandMask(row)[Order.Attack] = _canAttack;
        batch.HeadingMask(row)[Direction.North] = _canGo[(int)Direction.North];
    }

    private static float Move(Order order, Direction heading) => order == Order.Gather ? 1 : heading == Direction.North ? 0.1f : 0;

    private void Draw(RandomNumbers random)
    {
        _canGather = random.Next(2) == 0;
        _canAttack = random.Next(2) == 0;
        _canGo[(int)Direction.North] = random.Next(2) == 0;
        _features[0] = _canGather ? 1 : 0;
    }
}

/// <summary>The examples for users of sb3-contrib.</summary>
public static class FromSb3Contrib
{
    public static double Run(string path)
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

    public static Task<int> Program(string[] args) =>
        new TrainingCommand("scout", "Learns to gather.")
        {
            Title = "Scout",
            DefaultSteps = 200_000,
            BestReturn = 20,
            CreateTrainer = arguments => PpoTrainer.Of(
                new ScoutPolicy(),
                environments: 16,
                steps: 64,
                row => new ScoutWorld(),
                new PpoOptions { Seed = arguments.Seed, LearningRate = 3e-4, Epochs = 10, EntropyWeight = 0 },
                arguments.Threads),
        }.RunAsync(args);
}

/// <summary>The examples for users of TorchRL.</summary>
public static class FromTorchRL
{
    public static Tensor Distribution(Tensor logits, Tensor mask, Tensor advantage)
    {
        RandomStream stream = new(seed: 1);
        using MaskedCategorical distribution = new(logits, mask);       // (batch, choices) bool, true = legal
        Tensor action = distribution.Sample(stream);
        Tensor logProb = distribution.LogProb(action);
        Tensor loss = logProb.mul(advantage).mean().neg();
        return loss;
    }
}

/// <summary>The examples for users of ML-Agents.</summary>
public static class FromMLAgents
{
    public static ScoutPolicy.Observation Invert(Tensor features, Tensor notAvailable, Tensor heading)
    {
        var observation = new ScoutPolicy.Observation
        {
            Features = features,
            CommandMask = notAvailable.logical_not(),       // true = not available becomes true = legal
            HeadingMask = heading,
        };
        return observation;
    }
}

[MaskedPolicy]
public sealed partial class SquadPolicy
{
    [Observation(12)]                                      public partial MlpEncoder Globals { get; }
    [EntityMask(features: 9), AttendsTo(nameof(Enemies))]  public partial AttentionEncoder Units { get; }
    [EntityMask(features: 7), AttendsTo(nameof(Units))]    public partial AttentionEncoder Enemies { get; }

    [ActionMask(Each = nameof(Units))]                     public partial Head<Order> Command { get; }
    [ActionMask(Each = nameof(Units), Over = nameof(Enemies)), ActiveWhen(nameof(Command), Order.Attack)]
                                                           public partial PointerHead Target { get; }

    [Value]                                                public partial ValueHead Value { get; }
}

/// <summary>The examples for users of entity-gym.</summary>
public static class FromEntityGym
{
    public static SquadPolicy.Batch Write(IReadOnlyList<float[]> units, IReadOnlyList<float[]> enemies)
    {
        var batch = new SquadPolicy.Batch(environments: 1, maxUnits: 32, maxEnemies: 32);
        Write(batch, row: 0, units, enemies);
        return batch;
    }

    private static void Write(SquadPolicy.Batch batch, int row, IReadOnlyList<float[]> units, IReadOnlyList<float[]> enemies)
    {
        batch.Clear(row);                                           // nobody is present
        for (int unit = 0; unit < units.Count; unit++)
        {
            batch.UnitsMask(row)[unit] = true;                      // the remaining units are padding
            units[unit].CopyTo(batch.Units(row, unit));
        }

        for (int enemy = 0; enemy < enemies.Count; enemy++)
        {
            batch.EnemiesMask(row)[enemy] = true;
            enemies[enemy].CopyTo(batch.Enemies(row, enemy));
        }

        batch.CommandMask(row, entity: 0)[Order.Gather] = false;    // unit 0 cannot gather,
        batch.TargetMask(row, entity: 0).AllowOnly(1);              // can attack only enemy 1,
        batch.CommandMask(row, entity: 2).AllowNone();              // and unit 2 does not act
    }
}

/// <summary>The examples for users of PettingZoo and OpenSpiel.</summary>
public static class FromGames
{
    public static void Write(ScoutPolicy.Batch batch, int row, Order[] legalOrders)
    {
        batch.CommandMask(row).AllowOnly(legalOrders);              // the others are illegal
    }

    public static PpoOptions Options()
    {
        var options = new PpoOptions { AlternatesSides = true };    // every step is the move of the other side
        return options;
    }
}
