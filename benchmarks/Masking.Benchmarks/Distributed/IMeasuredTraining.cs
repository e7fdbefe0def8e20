using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>A training that is measured in one process and with workers.</summary>
internal interface IMeasuredTraining
{
    /// <summary>The arguments from which a worker creates the same training.</summary>
    IReadOnlyList<string> Arguments { get; }

    /// <summary>The definition.</summary>
    IShardedTraining Definition { get; }

    /// <summary>The number of environments of all shards together.</summary>
    int Environments { get; }

    /// <summary>The number of steps of each environment before an update.</summary>
    int Steps { get; }

    /// <summary>Creates a trainer with one thread.</summary>
    /// <param name="runner">Runs the shards; null: they run in this process.</param>
    ITrainer CreateTrainer(IShardRunner? runner = null);

    /// <summary>Creates a rollout.</summary>
    /// <param name="environments">The number of environments.</param>
    /// <returns>Writes the rollout in packed form, and reads it.</returns>
    (Action<BinaryWriter> Save, Action<BinaryReader[]> Load) CreateRollout(int environments);
}
