namespace Masking.Benchmarks.Simulation;

/// <summary>How a simulated training is distributed.</summary>
/// <param name="Shards">The number of shards.</param>
/// <param name="StepsPerFragment">The environment steps of a fragment, over all environments of a shard.</param>
/// <param name="Workers">The number of workers. Each runs one shard at a time.</param>
/// <param name="Bandwidth">The bytes per second of the learner's link, in each direction.</param>
/// <param name="Overlaps">Whether the shards collect with the previous parameters while the learner learns.</param>
internal sealed record Setup(int Shards, int StepsPerFragment, int Workers, double Bandwidth, bool Overlaps);
