namespace Masking.Training;

/// <summary>
/// The definition of a training whose environments are divided into shards. Every process that takes part in the training creates the same
/// definition.
/// </summary>
public interface IShardedTraining
{
    /// <summary>The number of environments of all shards together.</summary>
    int Environments { get; }

    /// <summary>The number of shards.</summary>
    int Shards { get; }

    /// <summary>The declaration of the policy.</summary>
    PolicyDeclaration Declaration { get; }

    /// <summary>
    /// The settings that the results depend on, as in <see cref="ITrainer.Settings"/>. Processes with other settings cannot take part.
    /// </summary>
    IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>Creates a trainer.</summary>
    /// <param name="threads">The maximum number of threads; null uses all cores. The results do not depend on it.</param>
    /// <param name="runner">Runs the shards, and is disposed with the trainer; null runs them in this process.</param>
    /// <exception cref="ArgumentException">The definition is not valid.</exception>
    ITrainer CreateTrainer(int? threads = null, IShardRunner? runner = null);

    /// <summary>Creates a shard at the beginning of the training.</summary>
    /// <param name="shard">The index of the shard.</param>
    /// <exception cref="ArgumentException">The definition is not valid.</exception>
    IRolloutShard CreateShard(int shard);
}
