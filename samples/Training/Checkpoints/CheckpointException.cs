namespace Masking.Samples.Training;

/// <summary>A checkpoint that cannot be read, or not into this training.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="isForeign">Whether it is whole, and another training's.</param>
public sealed class CheckpointException(string message, bool isForeign) : IOException(message)
{
    /// <summary>Whether it is whole, and another training's.</summary>
    public bool IsForeign { get; } = isForeign;

    /// <summary>Refuses a checkpoint that differs in something.</summary>
    /// <param name="what">In what.</param>
    /// <param name="expected">What this training has.</param>
    /// <param name="got">What the checkpoint has.</param>
    /// <exception cref="CheckpointException">They differ.</exception>
    public static void Require<T>(string what, T expected, T got) where T : IEquatable<T>
    {
        if (!expected.Equals(got))
        {
            throw new CheckpointException($"it belongs to another training: expected {what} {expected}, got {got}", isForeign: true);
        }
    }
}
