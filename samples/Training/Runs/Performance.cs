using Spectre.Console;

namespace Masking.Samples.Training;

/// <summary>Something that a sample does with what a training has learned, instead of training.</summary>
/// <param name="Option">The option that asks for it: <c>--play</c>.</param>
/// <param name="Description">What it does, for <c>--help</c>.</param>
/// <param name="Run">Does it, with a trainer from the checkpoint.</param>
public sealed record Performance(string Option, string Description, Action<ITrainer, IAnsiConsole, CancellationToken> Run);
