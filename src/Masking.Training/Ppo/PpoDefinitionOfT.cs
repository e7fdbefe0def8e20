namespace Masking.Training;

/// <summary>
/// Everything that a training with PPO consists of. Every process that takes part in the training creates the same definition.
/// </summary>
/// <remarks>
/// With one shard, all environments step together. With several, the environments are divided into shards of consecutive rows, which
/// collect independently of each other: on several threads, or in several processes. The results depend on the number of shards, because
/// matrix products of other sizes round differently, but not on where the shards run.
/// </remarks>
/// <typeparam name="TObservation">The observation of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
/// <typeparam name="TDistribution">The distribution of the policy.</typeparam>
/// <typeparam name="TBatch">The generated <c>Batch</c> of the policy.</typeparam>
public sealed record PpoDefinition<TObservation, TActions, TDistribution, TBatch> : IShardedTraining
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
    where TBatch : IRolloutBatch<TObservation, TActions>
{
    /// <summary>Creates the policy.</summary>
    public required Func<MaskedPolicy<TObservation, TActions, TDistribution>> CreatePolicy { get; init; }

    /// <summary>Creates a batch for a number of environments: <c>rows => new TeamPolicy.Batch(rows, maxUnits: 8)</c>.</summary>
    public required Func<int, TBatch> CreateBatch { get; init; }

    /// <summary>
    /// Creates the environment of a row. With several shards or <see cref="Overlap"/>, it must implement <see cref="ICheckpointable"/>.
    /// </summary>
    public required Func<int, IEnvironment<TBatch, TActions>> CreateEnvironment { get; init; }

    /// <summary>The number of environments of all shards together.</summary>
    public required int Environments { get; init; }

    /// <summary>The number of steps of each environment before each update.</summary>
    public required int Steps { get; init; }

    /// <summary>The number of shards.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>
    /// Whether the next rollout is collected while the policy learns from the last one. It is collected with the parameters from before
    /// that update, so every update but the first learns from a rollout that is one update older than without this option. The old
    /// log-probabilities, values and advantages are those of the older parameters. The results still depend on the seed only.
    /// </summary>
    public bool Overlap { get; init; }

    /// <summary>Returns what the policy observes; null: the observation of the batch.</summary>
    public Func<TBatch, TObservation>? Observe { get; init; }

    /// <inheritdoc cref="PpoTrainer{TObservation, TActions, TDistribution}.StoredObservationTransform"/>
    public Func<TObservation, TObservation>? StoredObservationTransform { get; init; }

    /// <summary>The options.</summary>
    public PpoOptions Options { get; init; } = new();

    /// <inheritdoc/>
    PolicyDeclaration IShardedTraining.Declaration
    {
        get
        {
            using MaskedPolicy<TObservation, TActions, TDistribution> policy = CreatePolicy();
            return ((IMaskedNetwork)policy).Declaration;
        }
    }

    /// <inheritdoc/>
    IReadOnlyList<KeyValuePair<string, string>> IShardedTraining.Settings
    {
        get
        {
            using MaskedPolicy<TObservation, TActions, TDistribution> policy = CreatePolicy();
            return PpoTrainer<TObservation, TActions, TDistribution>.SettingsOf(
                policy, Environments, Steps, ShardedRollouts<TObservation, TActions, TDistribution>.SettingsOf(Shards, Overlap), Options);
        }
    }

    /// <summary>Creates a trainer.</summary>
    /// <param name="threads">The maximum number of threads; null uses all cores. The results do not depend on it. With
    /// <see cref="Overlap"/>, it limits those that learn and those that collect separately.</param>
    /// <param name="runner">Runs the shards, and is disposed with the trainer; null runs them in this process.</param>
    /// <exception cref="ArgumentException">
    /// A number is out of range, the policy declares no <c>[Value]</c>, or an environment of a shard does not save its state.
    /// </exception>
    public PpoTrainer<TObservation, TActions, TDistribution> CreateTrainer(int? threads = null, IShardRunner? runner = null)
    {
        int most = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(threads));
        RequireSizes();

        // The initial parameters must not depend on the number of threads of libtorch.
        WorkerThreads.UseOneTorchThread();
        MaskedPolicy<TObservation, TActions, TDistribution> policy = CreatePolicy();
        TBatch? batch = default;
        IRolloutSource<TObservation>? source = null;
        try
        {
            batch = CreateBatch(Environments);
            Rollout<TObservation, TActions> rollout = batch.CreateRollout(Steps);
            PpoTrainer<TObservation, TActions, TDistribution>.Validate(policy, rollout, Options);
            if (Shards == 1 && !Overlap && runner is null)
            {
                source = CreateCollector(policy, batch, rollout, firstRow: 0, most);
            }
            else
            {
                batch.Dispose();
                source = CreateSharded(policy, rollout, most, runner);
            }

            return new PpoTrainer<TObservation, TActions, TDistribution>(policy, source, rollout, Options, most);
        }
        catch (Exception)
        {
            source?.Dispose();
            batch?.Dispose();
            policy.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    ITrainer IShardedTraining.CreateTrainer(int? threads, IShardRunner? runner) => CreateTrainer(threads, runner);

    /// <summary>Creates a shard at the beginning of the training. It has a policy of its own.</summary>
    /// <param name="shard">The index of the shard.</param>
    /// <exception cref="ArgumentException">
    /// A number is out of range, the policy declares no <c>[Value]</c>, or an environment does not save its state.
    /// </exception>
    public IRolloutShard CreateShard(int shard)
    {
        RequireSizes();
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, Shards);
        (int first, int count) = Training.Shards.Divide(Environments, Shards)[shard];
        MaskedPolicy<TObservation, TActions, TDistribution> policy = CreatePolicy();
        TBatch? batch = default;
        RolloutCollector<TObservation, TActions, TDistribution>? collector = null;
        try
        {
            batch = CreateBatch(count);
            Rollout<TObservation, TActions> rollout = batch.CreateRollout(Steps);
            PpoTrainer<TObservation, TActions, TDistribution>.Validate(policy, rollout, Options with { Minibatches = 1 });
            collector = CreateCollector(policy, batch, rollout, first, threads: 1);
            if (!collector.SavesEpisodes)
            {
                throw new ArgumentException(
                    $"{policy.GetName()}: expected environments that save their state, because a shard may continue in another process. "
                        + $"Implement {nameof(ICheckpointable)} in the class that {nameof(CreateEnvironment)} creates.");
            }

            return new PpoShard<TObservation, TActions, TDistribution>(policy, rollout, collector);
        }
        catch (Exception)
        {
            collector?.Dispose();
            batch?.Dispose();
            policy.Dispose();
            throw;
        }
    }

    private RolloutCollector<TObservation, TActions, TDistribution> CreateCollector(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        TBatch batch,
        Rollout<TObservation, TActions> rollout,
        int firstRow,
        int threads) =>
        new(
            policy,
            new ParallelEnvironments<TBatch, TObservation, TActions>(
                batch,
                Observe ?? (each => each.Observation),
                [.. Enumerable.Range(firstRow, rollout.Environments).Select(CreateEnvironment)],
                Options.Seed,
                threads,
                firstRow),
            rollout,
            Options.Seed,
            firstRow)
        {
            StoredObservationTransform = StoredObservationTransform,
        };

    private ShardedRollouts<TObservation, TActions, TDistribution> CreateSharded(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        Rollout<TObservation, TActions> rollout,
        int threads,
        IShardRunner? runner)
    {
        List<IRolloutShard> shards = [];
        try
        {
            shards.AddRange(Enumerable.Range(0, Shards).Select(CreateShard));
        }
        catch (Exception)
        {
            shards.ForEach(shard => shard.Dispose());
            throw;
        }

        ReadOnlyMemory<byte>[] states = [.. shards.Select(shard => shard.InitialState)];
        if (runner is not null)
        {
            shards.ForEach(shard => shard.Dispose());
        }

        return new ShardedRollouts<TObservation, TActions, TDistribution>(
            policy, rollout, CreateShard, states, runner ?? new LocalShardRunner(shards, threads), StoredObservationTransform, Overlap);
    }

    private void RequireSizes()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Environments);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Shards);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Shards, Environments);
    }
}
