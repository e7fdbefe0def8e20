namespace Masking.Training;

/// <summary>Thrown when a file of a run is damaged or belongs to another training.</summary>
/// <param name="message">The expected and the actual contents.</param>
/// <param name="isMismatch">True if the file is intact but belongs to another training; false if it is damaged.</param>
/// <param name="innerException">The exception raised while the file was read; null if there was none.</param>
public sealed class CheckpointException(string message, bool isMismatch, Exception? innerException = null)
    : IOException(message, innerException)
{
    /// <summary>True if the file is intact but belongs to another training; false if it is damaged.</summary>
    public bool IsMismatch { get; } = isMismatch;

    /// <summary>The path of the file, which the message then includes; null if the file is not known.</summary>
    public string? FileName { get; private init; }

    /// <summary>Throws if a value in the checkpoint differs from the value of this training.</summary>
    /// <param name="name">The name of the value, for the message.</param>
    /// <param name="expected">The value of this training.</param>
    /// <param name="actual">The value in the checkpoint.</param>
    /// <exception cref="CheckpointException">The values differ.</exception>
    public static void RequireEqual<T>(string name, T expected, T actual) where T : IEquatable<T>
    {
        if (!expected.Equals(actual))
        {
            throw Mismatch($"expected {name} {expected}, got {actual}");
        }
    }

    /// <summary>Throws if the contents of a checkpoint are invalid, that is, if no training could have saved them.</summary>
    /// <param name="isValid">Whether the contents are valid.</param>
    /// <param name="message">The expected and the actual contents.</param>
    /// <exception cref="CheckpointException"><paramref name="isValid"/> is false.</exception>
    public static void Require(bool isValid, string message)
    {
        if (!isValid)
        {
            throw Invalid(message);
        }
    }

    /// <summary>Creates the exception for contents that no training could have saved.</summary>
    /// <param name="message">The expected and the actual contents.</param>
    /// <param name="innerException">The exception raised while the contents were read; null if there was none.</param>
    internal static CheckpointException Invalid(string message, Exception? innerException = null) =>
        new($"its contents are invalid: {message}", isMismatch: false, innerException);

    /// <summary>Creates the exception for a file that belongs to another training.</summary>
    /// <param name="difference">The difference between the file and this training.</param>
    /// <param name="innerException">The exception raised while the file was read; null if there was none.</param>
    internal static CheckpointException Mismatch(string difference, Exception? innerException = null) =>
        new($"it belongs to another training: {difference}", isMismatch: true, innerException);

    /// <summary>Creates the exception for a file whose bytes are not those that were written.</summary>
    /// <param name="message">The expected and the actual bytes.</param>
    internal static CheckpointException Damaged(string message) => new($"it is damaged: {message}", isMismatch: false);

    /// <summary>Returns the same exception with the path of the file and a remedy added to its message.</summary>
    /// <param name="path">The path of the file.</param>
    internal CheckpointException WithFile(string path)
    {
        string remedy = IsMismatch
            ? "Choose another folder with --out, or continue the training that it belongs to"
            : "Restore the file from a backup, or start a new training in another folder with --out";
        return new CheckpointException($"{path}: {Message}. {remedy}", IsMismatch, InnerException) { FileName = path };
    }
}
