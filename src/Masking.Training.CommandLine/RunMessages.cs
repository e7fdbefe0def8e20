using Spectre.Console;

namespace Masking.Training.CommandLine;

/// <summary>Messages during a training, from any thread. A live table shows the last ones itself, because others would damage it.</summary>
/// <param name="console">The console of the training.</param>
/// <param name="error">Receives the messages, if the console is live only with <see cref="WriteAll"/>.</param>
internal sealed class RunMessages(IAnsiConsole console, TextWriter error)
{
    private const int MostRecent = 5;

    private readonly Lock _lock = new();
    private readonly List<string> _waiting = [];
    private readonly bool _isLive = TrainingDisplay.IsLive(console);

    /// <summary>The last messages that were not written.</summary>
    public IReadOnlyList<string> Recent
    {
        get
        {
            lock (_lock)
            {
                return [.. _waiting.TakeLast(MostRecent)];
            }
        }
    }

    /// <summary>Writes a message, or lets the live table show it.</summary>
    public void Report(string message)
    {
        lock (_lock)
        {
            if (_isLive)
            {
                _waiting.Add(message);
            }
            else
            {
                error.WriteLine(message);
            }
        }
    }

    /// <summary>Writes the messages that only the live table has shown.</summary>
    public void WriteAll()
    {
        lock (_lock)
        {
            _waiting.ForEach(error.WriteLine);
            _waiting.Clear();
        }
    }
}
