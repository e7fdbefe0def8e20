using Masking.Training;

namespace Masking.Samples.Reproduction;

/// <summary>The trainings of all agents with one seed.</summary>
/// <param name="Runs">The trainings, in the order of the agents.</param>
/// <param name="Results">The evaluations of the trained agents, in the same order.</param>
public sealed record SeedResults<TResult>(IReadOnlyList<TrainingRun> Runs, IReadOnlyList<TResult> Results);
