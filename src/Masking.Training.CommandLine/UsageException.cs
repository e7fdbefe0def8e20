namespace Masking.Training.CommandLine;

/// <summary>An option with an invalid value that only shows when the command runs.</summary>
/// <param name="message">The message, which names the option.</param>
internal sealed class UsageException(string message) : Exception(message);
