namespace Masking.Training.CommandLine;

/// <summary>A runner that is passed to a program, and whether the program has read it.</summary>
/// <param name="runner">The runner.</param>
internal sealed class PassedRunner(IShardRunner runner)
{
    /// <summary>Whether the program has read it.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Returns the runner.</summary>
    public IShardRunner Read()
    {
        IsRead = true;
        return runner;
    }
}
