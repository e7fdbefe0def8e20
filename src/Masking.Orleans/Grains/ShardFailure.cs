namespace Masking.Orleans;

/// <summary>The failure of an environment in a worker. It would fail in the same way in every other process.</summary>
/// <param name="Message">The message of the <see cref="Training.EnvironmentException"/>.</param>
/// <param name="Row">The row of the environment.</param>
/// <param name="Member">The method or member.</param>
/// <param name="Step">The step; null if it is not known.</param>
/// <param name="Details">The exception of the environment with its stack trace; null if it threw none.</param>
[GenerateSerializer, Immutable, Alias("masking.ShardFailure")]
internal sealed record ShardFailure(
    [property: Id(0)] string Message,
    [property: Id(1)] int Row,
    [property: Id(2)] string Member,
    [property: Id(3)] long? Step,
    [property: Id(4)] string? Details);
