using Microsoft.Extensions.Logging;

namespace Masking.Orleans;

/// <summary>What a worker reports.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(LogLevel.Information, "Waiting for the learner at {Learner}.")]
    public static partial void Waiting(this ILogger logger, string learner);

    [LoggerMessage(LogLevel.Warning, "Cannot connect to the learner at {Learner}, trying again: {Reason}")]
    public static partial void CannotConnect(this ILogger logger, object learner, string reason);

    [LoggerMessage(LogLevel.Information, "Joined the learner at {Learner}.")]
    public static partial void JoinedLearner(this ILogger logger, string learner);

    [LoggerMessage(LogLevel.Information, "The learner at {Learner} does not answer any more: {Reason}")]
    public static partial void LostLearner(this ILogger logger, string learner, string reason);
}
