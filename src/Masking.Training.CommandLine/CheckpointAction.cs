using Spectre.Console;

namespace Masking.Training.CommandLine;

/// <summary>A command-line option that uses the trained agent of a checkpoint instead of training, for example <c>--play</c>.</summary>
/// <param name="Option">The name of the option.</param>
/// <param name="Description">The description for <c>--help</c>.</param>
/// <param name="Run">Runs the action with a trainer that was loaded from the checkpoint.</param>
public sealed record CheckpointAction(string Option, string Description, Action<ITrainer, IAnsiConsole, CancellationToken> Run);
