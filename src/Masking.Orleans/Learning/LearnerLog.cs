using Microsoft.Extensions.Logging;

namespace Masking.Orleans;

/// <summary>What a learner reports.</summary>
internal static partial class LearnerLog
{
    [LoggerMessage(LogLevel.Information, "Worker {Worker} joined.")]
    public static partial void Joined(this ILogger logger, string worker);

    [LoggerMessage(LogLevel.Warning, "Worker {Worker} was refused: {Reason}")]
    public static partial void Refused(this ILogger logger, string worker, string reason);

    [LoggerMessage(LogLevel.Warning, "Worker {Worker} is lost: no sign of life for {Silence}. Its shards are given to other workers.")]
    public static partial void Lost(this ILogger logger, string worker, TimeSpan silence);

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} is overdue at worker {Worker}: it is given to another worker, too.")]
    public static partial void Overdue(this ILogger logger, int shard, string worker);

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} failed at worker {Worker}, and is given to another worker: {Details}")]
    public static partial void Failed(this ILogger logger, int shard, string worker, string details);

    [LoggerMessage(
        LogLevel.Warning,
        "Worker {Worker} has another processor ({Its}) than the learner ({Own}). Their results can differ in the last bits, so the "
            + "results of the training depend on which worker runs which shard.")]
    public static partial void OtherProcessor(this ILogger logger, string worker, string its, string own);

    [LoggerMessage(
        LogLevel.Warning,
        "Worker {Worker} is another build of the program ({Its}) than the learner ({Own}). If its environments have other code, it returns "
            + "wrong steps. Start all processes from the same published folder.")]
    public static partial void OtherBuild(this ILogger logger, string worker, string its, string own);

    [LoggerMessage(
        LogLevel.Warning,
        "Listening on {Address} without certificates: connections are not encrypted, and everyone who reaches this port can join. Set "
            + "certificates, or use a network that only learner and workers can reach.")]
    public static partial void NotSecured(this ILogger logger, object address);
}
