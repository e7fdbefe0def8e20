namespace Masking.Orleans;

/// <summary>How often workers and the learner hear from each other.</summary>
internal static class Timing
{
    /// <summary>The time between two signs of life of a worker.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>The longest time until a worker is regarded as lost.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    /// <summary>The time after which a worker that waits for a shard asks again.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
}
