using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Masking.Orleans.Tests;

/// <summary>Collects what a learner or a worker reports.</summary>
internal sealed class CollectingLogger : ILogger
{
    private readonly ConcurrentQueue<string> _messages = new();

    /// <summary>The messages with their levels, in order.</summary>
    public string[] Messages => [.. _messages];

    /// <summary>Waits for a message that contains a text. The worker does not join a learner before.</summary>
    public async Task<string> WaitFor(string text)
    {
        while (true)
        {
            Assert.DoesNotContain(Messages, message => message.Contains("Joined", StringComparison.Ordinal));
            if (Array.Find(Messages, message => message.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _messages.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
