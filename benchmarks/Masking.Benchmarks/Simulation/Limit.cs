namespace Masking.Benchmarks.Simulation;

/// <summary>What limits the speed of a training.</summary>
internal enum Limit { Workers, Learner, Network }
