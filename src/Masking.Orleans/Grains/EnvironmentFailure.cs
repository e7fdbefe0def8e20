namespace Masking.Orleans;

/// <summary>Where an environment failed. It would fail in the same way in every other process.</summary>
/// <param name="Row">The row of the environment.</param>
/// <param name="Member">The method or member.</param>
/// <param name="Step">The step; null if it is not known.</param>
[GenerateSerializer, Immutable, Alias("masking.EnvironmentFailure")]
internal sealed record EnvironmentFailure([property: Id(0)] int Row, [property: Id(1)] string Member, [property: Id(2)] long? Step);
