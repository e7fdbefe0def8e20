using System.Runtime.InteropServices;

namespace Masking.Training;

/// <summary>
/// Fills the rollout of a training from shards. It keeps the state of every shard, so that nothing is lost with the process that runs one.
/// </summary>
internal sealed class ShardedRollouts<TObservation, TActions, TDistribution> : IRolloutSource<TObservation>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private readonly MaskedPolicy<TObservation, TActions, TDistribution> _policy;
    private readonly Rollout<TObservation, TActions> _rollout;
    private readonly Func<int, IRolloutShard> _createShard;
    private readonly IShardRunner _runner;
    private readonly Func<TObservation, TObservation>? _transform;
    private readonly float[] _lastValues;
    private ReadOnlyMemory<byte>[] _states;

    /// <summary>Creates the source of a training that begins.</summary>
    /// <param name="policy">The policy that is trained. It is not disposed.</param>
    /// <param name="rollout">The rollout of all environments.</param>
    /// <param name="createShard">Creates the shard with an index.</param>
    /// <param name="initialStates">The state of each shard at the beginning.</param>
    /// <param name="runner">Runs the shards. It is disposed with this object.</param>
    /// <param name="transform">Transforms the observations that the shards store; null if they do not.</param>
    public ShardedRollouts(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        Rollout<TObservation, TActions> rollout,
        Func<int, IRolloutShard> createShard,
        IReadOnlyList<ReadOnlyMemory<byte>> initialStates,
        IShardRunner runner,
        Func<TObservation, TObservation>? transform)
    {
        _policy = policy;
        _rollout = rollout;
        _createShard = createShard;
        _runner = runner;
        _transform = transform;
        _states = [.. initialStates];
        _lastValues = new float[rollout.Environments * (rollout.ActorSlots ?? 1)];
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It is set: the shards exist already, and have that of their definition.</exception>
    public Func<TObservation, TObservation>? StoredObservationTransform
    {
        get => _transform;
        set => throw new InvalidOperationException(
            $"{_policy.GetName()}: expected {nameof(StoredObservationTransform)} in the definition of the training, because the shards "
                + "store their observations; it was set on the trainer.");
    }

    /// <inheritdoc/>
    public int Environments => _rollout.Environments;

    /// <inheritdoc/>
    public long Step { get; private set; }

    /// <inheritdoc/>
    public bool SavesEpisodes => true;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings => SettingsOf(_states.Length);

    /// <inheritdoc/>
    public TimeSpan EnvironmentTime { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<double> FinishedReturns { get; private set; } = [];

    /// <inheritdoc/>
    public ReadOnlySpan<float> LastValues => _lastValues;

    /// <inheritdoc cref="IRolloutSource{TObservation}.Settings"/>
    public static IReadOnlyList<KeyValuePair<string, string>> SettingsOf(int shards) => [new("shards", $"{shards}")];

    /// <inheritdoc/>
    public bool Collect(CancellationToken cancellationToken)
    {
        (EnvironmentTime, FinishedReturns) = (TimeSpan.Zero, []);
        IReadOnlyList<ShardRollout> rollouts;
        try
        {
            rollouts = _runner.Collect(Parameters, _states, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        BinaryReader[] readers = [.. rollouts.Select(rollout => Memory.Reader(rollout.Steps))];
        _rollout.Load(readers);
        int first = 0;
        List<(int Step, double Return)> finished = [];
        foreach (BinaryReader reader in readers)
        {
            int values = reader.ReadInt32("values", 0, _lastValues.Length - first);
            reader.ReadExactly(MemoryMarshal.AsBytes(_lastValues.AsSpan(first, values)));
            first += values;
            int episodes = reader.ReadCount("finished episodes", sizeof(int) + sizeof(double));
            for (int episode = 0; episode < episodes; episode++)
            {
                finished.Add((reader.ReadInt32("step", 0, _rollout.Steps - 1), reader.ReadDouble()));
            }

            reader.RequireEnd();
        }

        // Sorting is stable, and shards have the rows of the environments in order.
        FinishedReturns = [.. finished.OrderBy(episode => episode.Step).Select(episode => episode.Return)];
        EnvironmentTime = rollouts.Max(rollout => rollout.EnvironmentTime);
        _states = [.. rollouts.Select(rollout => rollout.NextState)];
        Step += _rollout.Steps;
        return true;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        foreach (ReadOnlyMemory<byte> state in _states)
        {
            writer.Write(state.Length);
            writer.Write(state.Span);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader, long step)
    {
        ReadOnlyMemory<byte>[] states = new ReadOnlyMemory<byte>[_states.Length];
        for (int shard = 0; shard < states.Length; shard++)
        {
            states[shard] = reader.ReadBytes(reader.ReadCount("bytes of a shard", minBytesPerElement: 1));
            using IRolloutShard validated = _createShard(shard);
            validated.Validate(states[shard]);
        }

        (_states, Step) = (states, step);
    }

    /// <inheritdoc/>
    public IEnumerable<string> RenderEpisode()
    {
        using IRolloutShard shard = _createShard(0);
        shard.LoadParameters(Parameters);
        foreach (string frame in shard.RenderEpisode(_states[0]))
        {
            yield return frame;
        }
    }

    /// <summary>Disposes the runner.</summary>
    public void Dispose() => _runner.Dispose();

    private ReadOnlyMemory<byte> Parameters => Memory.Write(writer => ModuleState.Save(_policy, writer));
}
