namespace Masking.Orleans;

/// <summary>The run of a learner, from which a worker creates the same training.</summary>
/// <param name="Run">The identity of the learner process.</param>
/// <param name="Arguments">The arguments that the definition of the training depends on.</param>
/// <param name="Silence">The time after which a worker without a sign of life is regarded as lost, and a learner without one, too.</param>
[GenerateSerializer, Immutable, Alias("masking.RunDescription")]
internal sealed record RunDescription(
    [property: Id(0)] string Run, [property: Id(1)] string[] Arguments, [property: Id(2)] TimeSpan Silence);
