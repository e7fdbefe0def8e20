namespace Masking.Orleans;

/// <summary>A worker that is ready to run shards.</summary>
/// <param name="Id">The identity of the worker process.</param>
/// <param name="Run">The run that it was created for.</param>
/// <param name="Settings">The settings of its training, each as <c>name=value</c>, which must be those of the learner.</param>
[GenerateSerializer, Immutable, Alias("masking.WorkerDescription")]
internal sealed record WorkerDescription(
    [property: Id(0)] Guid Id, [property: Id(1)] string Run, [property: Id(2)] string[] Settings);
