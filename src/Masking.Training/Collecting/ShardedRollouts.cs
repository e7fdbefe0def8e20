using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Masking.Training;

/// <summary>
/// Fills the rollout of a training from shards. It keeps the state of every shard, so that nothing is lost with the process that runs one.
/// It can collect the next rollout while the learner learns from the last one.
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
    private readonly bool _overlap;
    private readonly float[] _lastValues;
    private ReadOnlyMemory<byte>[] _states;
    private ReadOnlyMemory<byte>? _nextParameters;
    private PendingCollection? _pending;

    /// <summary>Creates the source of a training that begins.</summary>
    /// <param name="policy">The policy that is trained. It is not disposed.</param>
    /// <param name="rollout">The rollout of all environments.</param>
    /// <param name="createShard">Creates the shard with an index.</param>
    /// <param name="initialStates">The state of each shard at the beginning.</param>
    /// <param name="runner">Runs the shards. It is disposed with this object.</param>
    /// <param name="transform">Transforms the observations that the shards store; null if they do not.</param>
    /// <param name="overlap">Whether the next rollout is collected after each call of <see cref="Collect"/>, with the parameters of that
    /// call.</param>
    public ShardedRollouts(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        Rollout<TObservation, TActions> rollout,
        Func<int, IRolloutShard> createShard,
        IReadOnlyList<ReadOnlyMemory<byte>> initialStates,
        IShardRunner runner,
        Func<TObservation, TObservation>? transform,
        bool overlap)
    {
        _policy = policy;
        _rollout = rollout;
        _createShard = createShard;
        _runner = runner;
        _transform = transform;
        _overlap = overlap;
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
    public IReadOnlyList<KeyValuePair<string, string>> Settings => SettingsOf(_states.Length, _overlap);

    /// <inheritdoc/>
    /// <remarks>At most the time for which the call waited. With overlap, the environments also step while the learner learns.</remarks>
    public TimeSpan EnvironmentTime { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<double> FinishedReturns { get; private set; } = [];

    /// <inheritdoc/>
    public ReadOnlySpan<float> LastValues => _lastValues;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? CollectedWith { get; private set; }

    /// <inheritdoc cref="IRolloutSource{TObservation}.Settings"/>
    public static IReadOnlyList<KeyValuePair<string, string>> SettingsOf(int shards, bool overlap) =>
        overlap ? [new("shards", $"{shards}"), new("overlap", "True")] : [new("shards", $"{shards}")];

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A rollout is not one of its shard. The message contains the index of the shard.</exception>
    public bool Collect(CancellationToken cancellationToken)
    {
        (EnvironmentTime, FinishedReturns) = (TimeSpan.Zero, []);
        ReadOnlyMemory<byte> current = Parameters;
        ReadOnlyMemory<byte> parameters = _nextParameters ?? current;
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<ShardRollout> rollouts;
        try
        {
            rollouts = CollectShards(parameters, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        TimeSpan waited = Stopwatch.GetElapsedTime(started);
        BinaryReader[] readers = [.. rollouts.Select(rollout => Memory.Reader(rollout.Steps))];
        _rollout.Load(readers);
        (int Start, int Count)[] rows = Shards.Divide(Environments, readers.Length);
        List<(int Step, double Return)> finished = [];
        for (int shard = 0; shard < readers.Length; shard++)
        {
            try
            {
                ReadRest(readers[shard], rows[shard], finished);
                RequireStep(rollouts[shard].NextState);
            }
            catch (Exception exception) when (exception is CheckpointException or EndOfStreamException)
            {
                throw new InvalidDataException(
                    $"{_policy.GetName()}: part {shard} of {readers.Length}: {exception.Message}", exception);
            }
        }

        // Sorting is stable, and shards have the rows of the environments in order.
        FinishedReturns = [.. finished.OrderBy(episode => episode.Step).Select(episode => episode.Return)];
        TimeSpan longest = rollouts.Max(rollout => rollout.EnvironmentTime);
        EnvironmentTime = longest < waited ? longest : waited;
        _states = [.. rollouts.Select(rollout => rollout.NextState)];
        Step += _rollout.Steps;
        if (_overlap)
        {
            (CollectedWith, _nextParameters) = (parameters, current);
            _pending = new PendingCollection(_runner, current, _states);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        foreach (ReadOnlyMemory<byte> state in _states)
        {
            Write(writer, state);
        }

        if (_nextParameters is { } parameters)
        {
            Write(writer, parameters);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader, long step)
    {
        ReadOnlyMemory<byte>[] states = new ReadOnlyMemory<byte>[_states.Length];
        for (int shard = 0; shard < states.Length; shard++)
        {
            states[shard] = Read(reader, "a shard");
            using IRolloutShard validated = _createShard(shard);
            validated.Validate(states[shard]);
        }

        ReadOnlyMemory<byte>? parameters = null;
        if (_overlap && step > 0)
        {
            parameters = Read(reader, "parameters");
            using IRolloutShard validated = _createShard(0);
            validated.LoadParameters(parameters.Value);
        }

        EndPending();
        (_states, Step, _nextParameters) = (states, step, parameters);
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

    /// <summary>Cancels the collection that is pending, and disposes the runner.</summary>
    public void Dispose()
    {
        EndPending();
        _runner.Dispose();
    }

    private ReadOnlyMemory<byte> Parameters => Memory.Write(writer => ModuleState.Save(_policy, writer));

    private static void Write(BinaryWriter writer, ReadOnlyMemory<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes.Span);
    }

    private static byte[] Read(BinaryReader reader, string name) =>
        reader.ReadBytes(reader.ReadCount($"bytes of {name}", minBytesPerElement: 1));

    /// <summary>Ends the pending collection, or collects if none is pending.</summary>
    private IReadOnlyList<ShardRollout> CollectShards(ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        if (_pending is null)
        {
            return _runner.Collect(parameters, _states, cancellationToken);
        }

        // If the wait is canceled, the collection stays pending. If the collection has failed, the next call collects again.
        _pending.Wait(cancellationToken);
        using PendingCollection ended = _pending;
        _pending = null;
        return ended.Rollouts;
    }

    private void EndPending()
    {
        _pending?.Dispose();
        _pending = null;
    }

    /// <summary>Reads what follows the steps of a shard: the values of the last states, and the returns of finished episodes.</summary>
    private void ReadRest(BinaryReader reader, (int Start, int Count) rows, List<(int Step, double Return)> finished)
    {
        int slots = _rollout.ActorSlots ?? 1;
        Span<float> values = _lastValues.AsSpan(rows.Start * slots, rows.Count * slots);
        reader.ReadInt32("values", values.Length, values.Length);
        reader.ReadExactly(MemoryMarshal.AsBytes(values));
        int episodes = reader.ReadCount("finished episodes", sizeof(int) + sizeof(double));
        for (int episode = 0; episode < episodes; episode++)
        {
            finished.Add((reader.ReadInt32("step", 0, _rollout.Steps - 1), reader.ReadDouble()));
        }

        reader.RequireEnd();
    }

    /// <summary>Requires a state after the next steps. It begins with their number.</summary>
    private void RequireStep(ReadOnlyMemory<byte> state)
    {
        using BinaryReader reader = Memory.Reader(state);
        long step = reader.ReadInt64();
        if (step != Step + _rollout.Steps)
        {
            throw new CheckpointException(
                $"expected the state after step {Step + _rollout.Steps}, got one after step {step}.", isMismatch: false);
        }
    }
}
