using System.CommandLine;

namespace Masking.Training.CommandLine;

/// <summary>The arguments of the command line.</summary>
/// <param name="Parsed">All parsed arguments, including those of the program's own options.</param>
/// <param name="Steps">The length of the training in environment steps.</param>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Threads">The maximum number of threads that step the environments and learn.</param>
/// <param name="Agent">The name of the agent to train, one of <see cref="TrainingCommand.Agents"/>; the name of the command if there are
/// none.</param>
public sealed record TrainingArguments(ParseResult Parsed, int Steps, int Seed, int Threads, string Agent);
