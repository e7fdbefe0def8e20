using System.CommandLine;

namespace Masking.Samples.Training;

/// <summary>What the command line asks for.</summary>
/// <param name="Parsed">All of it, the sample's own options too.</param>
/// <param name="Steps">How long to train, in environment steps.</param>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Threads">The most threads that step the worlds.</param>
/// <param name="Agent">Which of <see cref="TrainingCommand.Agents"/> is to be trained; the sample's name where there are none.</param>
public sealed record TrainingArguments(ParseResult Parsed, int Steps, int Seed, int Threads, string Agent);
