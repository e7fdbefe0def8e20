using Masking.Training;

namespace Masking.Samples.Turret;

/// <summary>Creates trainers of all variants and evaluates trained policies.</summary>
public static class TurretTraining
{
    /// <summary>The default length of a training in environment steps.</summary>
    public const int DefaultSteps = 300_000;

    /// <summary>The number of episodes of an evaluation.</summary>
    public const int EvaluationEpisodes = 512;

    /// <summary>The number of most recent episodes that the mean return averages over.</summary>
    public const int RecentEpisodes = 256;

    private const int Environments = 16;
    private const int RolloutSteps = 64;

    /// <summary>A seed that no training can have, because seeds of trainings are not negative.</summary>
    private const int EvaluationSeed = -1;

    /// <summary>The options of all trainings: the defaults, with a learning rate that decreases to 0 during the training.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="steps">The length of the training in environment steps.</param>
    public static PpoOptions Options(int seed, int steps) => new() { Seed = seed, AnnealingSteps = steps, RecentEpisodes = RecentEpisodes };

    /// <summary>Creates a trainer.</summary>
    /// <param name="variant">The variant of the training.</param>
    /// <param name="options">The options of PPO.</param>
    /// <param name="threads">The maximum number of threads.</param>
    public static PpoTrainer<TurretPolicy.Observation, TurretPolicy.Actions, TurretPolicy.Distribution> CreateTrainer(
        Variant variant, PpoOptions options, int threads)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentNullException.ThrowIfNull(options);
        return PpoTrainer.Of(new TurretPolicy(), Environments, RolloutSteps, _ => new TurretWorld(variant), options, threads);
    }

    /// <summary>Evaluates the policy of a trainer in new episodes, which begin in the same positions for all variants and seeds.</summary>
    /// <param name="trainer">A trainer created by <see cref="CreateTrainer"/>.</param>
    /// <param name="variant">The variant of its training.</param>
    public static TurretResults Evaluate(ITrainer trainer, Variant variant)
    {
        var policy = ((PpoTrainer<TurretPolicy.Observation, TurretPolicy.Actions, TurretPolicy.Distribution>)trainer).Policy;
        using TurretPolicy.Batch batch = new(EvaluationEpisodes);
        TurretWorld[] worlds = [.. Enumerable.Range(0, EvaluationEpisodes).Select(_ => new TurretWorld(variant))];
        RandomNumbers[] random = [.. worlds.Select((_, row) => new RandomNumbers(EvaluationSeed, row))];
        RandomStream stream = new(EvaluationSeed);
        double returns = 0;
        (int hits, int shots, int clamped) = (0, 0, 0);
        List<int> running = [.. Enumerable.Range(0, EvaluationEpisodes)];
        running.ForEach(row => worlds[row].Reset(random[row]));
        while (running.Count > 0)
        {
            running.ForEach(row => worlds[row].WriteObservation(batch, row));
            using Step<TurretPolicy.Actions> step = policy.Act(batch.Observation, stream);
            foreach (int row in running)
            {
                returns += worlds[row].Step(step.Actions, row, random[row]).Reward;
                hits += worlds[row].Field.IsHit ? 1 : 0;
                shots += worlds[row].Field.Shot is null ? 0 : 1;
                clamped += worlds[row].Field.IsClamped ? 1 : 0;
            }

            running.RemoveAll(row => worlds[row].Field.IsOver);
        }

        return new TurretResults(
            returns / EvaluationEpisodes,
            (double)hits / EvaluationEpisodes,
            shots == 0 ? null : (double)hits / shots,
            shots == 0 ? null : (double)clamped / shots);
    }
}
