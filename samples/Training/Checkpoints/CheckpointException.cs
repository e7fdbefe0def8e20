namespace Masking.Samples.Training;

/// <summary>A file of a training that cannot be read, or not into this training.</summary>
/// <param name="message">What was expected, and what came.</param>
/// <param name="isForeign">Whether the file is whole and belongs to another training. Otherwise it is damaged.</param>
/// <param name="innerException">The error that reading it raised; null where there is none.</param>
public sealed class CheckpointException(string message, bool isForeign, Exception? innerException = null)
    : IOException(message, innerException)
{
    /// <summary>Whether the file is whole and belongs to another training. Otherwise it is damaged.</summary>
    public bool IsForeign { get; } = isForeign;

    /// <summary>The file, which the message then names; null where only its contents are known.</summary>
    public string? FileName { get; private init; }

    /// <summary>Refuses a checkpoint that differs in something.</summary>
    /// <param name="what">In what.</param>
    /// <param name="expected">What this training has.</param>
    /// <param name="got">What the checkpoint has.</param>
    /// <exception cref="CheckpointException">They differ.</exception>
    public static void Require<T>(string what, T expected, T got) where T : IEquatable<T>
    {
        if (!expected.Equals(got))
        {
            throw Foreign($"expected {what} {expected}, got {got}");
        }
    }

    /// <summary>Refuses contents that no training has.</summary>
    /// <param name="isValid">Whether a training can have them.</param>
    /// <param name="expected">What was expected, and what came.</param>
    /// <exception cref="CheckpointException">No training can.</exception>
    public static void Require(bool isValid, string expected)
    {
        if (!isValid)
        {
            throw Invalid(expected);
        }
    }

    /// <summary>The error of contents that no training has.</summary>
    /// <param name="expected">What was expected, and what came.</param>
    /// <param name="innerException">The error that reading them raised; null where there is none.</param>
    internal static CheckpointException Invalid(string expected, Exception? innerException = null) =>
        new($"its contents are invalid: {expected}", isForeign: false, innerException);

    /// <summary>The error of a file that is another training's.</summary>
    /// <param name="how">How that shows.</param>
    /// <param name="innerException">The error that reading it raised; null where there is none.</param>
    internal static CheckpointException Foreign(string how, Exception? innerException = null) =>
        new($"it belongs to another training: {how}", isForeign: true, innerException);

    /// <summary>The error of a file that is not as it was written.</summary>
    /// <param name="how">What was expected, and what came.</param>
    internal static CheckpointException Damaged(string how) => new($"it is damaged: {how}", isForeign: false);

    /// <summary>The same error, with the file and the remedy in its message.</summary>
    /// <param name="path">The file.</param>
    internal CheckpointException In(string path)
    {
        string remedy = IsForeign
            ? "Choose another folder with --out, or go on with the training that it belongs to"
            : "Restore the file from a copy, or begin anew in another folder with --out";
        return new CheckpointException($"{path}: {Message}. {remedy}", IsForeign, InnerException) { FileName = path };
    }
}
