using System.Collections.Concurrent;
using Spectre.Console;

namespace Masking.Training.CommandLine;

/// <summary>
/// Messages during a training, from any thread. A live table would be damaged by them, so it shows them between two updates.
/// </summary>
/// <param name="console">The console of the training.</param>
/// <param name="error">Receives the messages if the console is not live.</param>
internal sealed class RunMessages(IAnsiConsole console, TextWriter error)
{
    private readonly ConcurrentQueue<string> _waiting = [];
    private readonly TextWriter _error = TextWriter.Synchronized(error);
    private readonly bool _isLive = TrainingDisplay.IsLive(console);

    /// <summary>Shows a message, at once or at the next <see cref="Flush"/>.</summary>
    public void Report(string message)
    {
        if (_isLive)
        {
            _waiting.Enqueue(message);
        }
        else
        {
            _error.WriteLine(message);
        }
    }

    /// <summary>Shows the messages that wait.</summary>
    public void Flush()
    {
        while (_waiting.TryDequeue(out string? message))
        {
            console.WriteLine(message);
        }
    }
}
