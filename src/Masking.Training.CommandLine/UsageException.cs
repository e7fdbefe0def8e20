namespace Masking.Training.CommandLine;

/// <summary>
/// An error in the arguments that only shows when the command runs. <see cref="CommandHost.RunAsync"/> writes the message, and returns
/// <see cref="CommandHost.UsageErrorExitCode"/>.
/// </summary>
/// <param name="message">The name of the option, and what was expected.</param>
public sealed class UsageException(string message) : Exception(message);
