namespace Masking.Training.CommandLine;

/// <summary>What runs the shards of a training in place of its trainer.</summary>
internal interface IShardHost : IAsyncDisposable
{
    /// <summary>Runs the shards. The trainer disposes it.</summary>
    IShardRunner Runner { get; }

    /// <summary>A few words for the progress of the training.</summary>
    string Status { get; }
}
