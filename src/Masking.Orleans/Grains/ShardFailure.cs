using Masking.Training;

namespace Masking.Orleans;

/// <summary>Why a worker could not run a shard.</summary>
/// <param name="Message">The message of the exception.</param>
/// <param name="Details">The exception, or that of the environment, with its stack trace; null if the environment threw none.</param>
/// <param name="Environment">Where the environment failed; null if something else failed.</param>
[GenerateSerializer, Immutable, Alias("masking.ShardFailure")]
internal sealed record ShardFailure(
    [property: Id(0)] string Message, [property: Id(1)] string? Details, [property: Id(2)] EnvironmentFailure? Environment)
{
    /// <summary>The number of characters of a text that are sent. The limit of messages is far above.</summary>
    private const int Longest = 20_000;

    /// <summary>Returns the failure of an exception.</summary>
    public static ShardFailure Of(Exception exception) => exception is EnvironmentException environment
        ? new ShardFailure(
            Shorten(environment.Message),
            environment.InnerException is { } inner ? Shorten($"{inner}") : null,
            new EnvironmentFailure(environment.Row, environment.Member, environment.Step))
        : new ShardFailure(Shorten(exception.Message), Shorten($"{exception}"), Environment: null);

    private static string Shorten(string text) => text.Length <= Longest ? text : $"{text[..Longest]}…";
}
