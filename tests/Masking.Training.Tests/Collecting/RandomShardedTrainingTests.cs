using static Masking.Training.Tests.SavedTrainers;
using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Trainings with random policies, sizes and options.</summary>
public sealed class RandomShardedTrainingTests
{
    private const int Trainings = 30;
    private const int Updates = 3;

    /// <summary>The number of threads, where the shards run, and an interruption change nothing.</summary>
    [Fact]
    public void TheState_DependsOnlyOnTheDefinition()
    {
        int seed = Random.Shared.Next();
        for (int training = 0; training < Trainings; training++)
        {
            int own = seed + training;
            Func<int, bool, ITrainer> create = Create(own, out string description);
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {own}: {description}");
            byte[] expected = Trained(create(1, false), Updates);

            Assert.Equal(expected, Trained(create(3, false), Updates));
            Assert.Equal(expected, Trained(create(1, true), Updates));

            byte[] begun = Trained(create(2, true), updates: 1);
            ITrainer resumed = create(2, true);
            resumed.Load(new BinaryReader(new MemoryStream(begun)));
            Assert.Equal(begun, Saved(resumed));
            Assert.Equal(expected, Trained(resumed, Updates - 1));
        }
    }

    /// <summary>Returns what creates a trainer for a number of threads, with shards in this process or in an unreliable runner.</summary>
    private static Func<int, bool, ITrainer> Create(int seed, out string description)
    {
        Random random = new(seed);
        int environments = random.Next(2, 11);
        int steps = random.Next(2, 9);
        int shards = random.Next(1, environments + 1);
        bool overlap = shards == 1 || random.Next(2) == 0;
        bool transforms = random.Next(3) == 0;
        bool alternates = random.Next(2) == 0;
        PpoOptions options = new()
        {
            Seed = seed,
            Epochs = random.Next(1, 3),
            Minibatches = random.Next(1, Math.Min(environments, 3) + 1),
            RowsPerShard = random.Next(1, 20),
            LearningRate = 3e-3,
            RatioOf = random.Next(2) == 0 ? RatioScope.EachHead : RatioScope.JointAction,
            ValueClipRange = random.Next(2) == 0 ? 0.2 : null,
            TargetKl = random.Next(3) == 0 ? 0.01 : null,
        };
        string policy = random.GetItems(["agent", "recall", "archer", "set", "choir recall", "map"], 1)[0];
        int limit = random.Next(2, 6);
        description = $"{policy}, {environments} environments in {shards} shards, {steps} steps, limit {limit}, overlap {overlap}, "
            + $"transforms {transforms}, alternates {alternates}, {options}";
        return policy switch
        {
            "agent" => Trainer(PpoDefinition.Of(
                () => new TMazePolicy(), rows => new TMazePolicy.Batch(rows),
                _ => TMazePolicy.World(new TMaze(length: 7, entrances: 3, limit)), environments, steps), alternates),
            "recall" => Trainer(PpoDefinition.Of(
                () => new TMazeRecallPolicy(), rows => new TMazeRecallPolicy.Batch(rows),
                _ => TMazeRecallPolicy.World(new TMaze(length: 7, entrances: 3, limit)), environments, steps), alternates),
            "archer" => Trainer(PpoDefinition.Of(
                () => new ArcherPolicy(), rows => new ArcherPolicy.Batch(rows), _ => new ArcherWorld(), environments, steps), alternates),
            "set" => Trainer(PpoDefinition.Of(
                () => new ChoirPolicy(), rows => new ChoirPolicy.Batch(rows, Choir.MaxSingers),
                _ => ChoirPolicy.World(new Choir(limit)), environments, steps)),
            "choir recall" => Trainer(PpoDefinition.Of(
                () => new ChoirRecallPolicy(), rows => new ChoirRecallPolicy.Batch(rows, Choir.MaxSingers),
                _ => ChoirRecallPolicy.World(new Choir(limit)), environments, steps)),
            _ => Trainer(PpoDefinition.Of(
                () => new ChoirMapPolicy(), rows => new ChoirMapPolicy.Batch(rows), _ => ChoirMapPolicy.World(new Choir(limit)),
                environments, steps)),
        };

        Func<int, bool, ITrainer> Trainer<TObservation, TActions, TDistribution, TBatch>(
            PpoDefinition<TObservation, TActions, TDistribution, TBatch> definition, bool alternatesSides = false)
            where TObservation : ITensorRecord<TObservation>
            where TActions : ITensorRecord<TActions>
            where TDistribution : IPolicyDistribution<TDistribution, TActions>
            where TBatch : IRolloutBatch<TObservation, TActions>
        {
            definition = definition with
            {
                Shards = shards,
                Overlap = overlap,
                Options = options with { AlternatesSides = alternatesSides },
                StoredObservationTransform = transforms ? observation => Copied(observation) : null,
            };
            return (threads, isUnreliable) =>
            {
                set_num_threads(1);
                manual_seed(seed);
                return definition.CreateTrainer(
                    threads, isUnreliable ? new UnreliableRunner(definition.CreateShard, random.Next()) : null);
            };
        }
    }

    private static TObservation Copied<TObservation>(TObservation observation) where TObservation : ITensorRecord<TObservation> =>
        TObservation.FromTensors([.. observation.ToTensors().Select(tensor => tensor?.clone())]);
}
