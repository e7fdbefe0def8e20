using Microsoft.Extensions.Logging;

namespace Masking.Orleans;

/// <summary>Passes what learner and workers log to a command line.</summary>
/// <param name="report">Shows a message.</param>
internal sealed class ReportLogger(Action<string> report) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        report($"{(logLevel >= LogLevel.Warning ? "Warning: " : "")}{formatter(state, exception)}");
}
