namespace Masking.Benchmarks.Simulation;

/// <summary>What the parts of a training cost on one core. Times are in seconds, sizes in bytes.</summary>
/// <param name="EnvironmentStep">The time of an environment step.</param>
/// <param name="Acting">The time to act in one environment and to store the step.</param>
/// <param name="Packing">The time to pack and serialize a fragment, which is a rollout of a shard.</param>
/// <param name="Unpacking">The time to deserialize and unpack a fragment.</param>
/// <param name="Learning">The time to learn from one environment step.</param>
/// <param name="FragmentBytes">The size of a fragment with the state behind it.</param>
/// <param name="StateBytes">The size of the state that a shard begins with.</param>
/// <param name="ParameterBytes">The size of the parameters of the policy.</param>
internal sealed record TrainingCosts(
    double EnvironmentStep,
    double Acting,
    double Packing,
    double Unpacking,
    double Learning,
    double FragmentBytes,
    double StateBytes,
    double ParameterBytes);
