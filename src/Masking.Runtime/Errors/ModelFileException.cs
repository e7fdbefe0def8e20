namespace Masking;

/// <summary>
/// Thrown when a file is not a model file: it is truncated, was written by another program, or is damaged. The policy keeps its values.
/// </summary>
/// <example>
/// <code>
/// File.WriteAllText("notes.safetensors", "no tensors");
/// try
/// {
///     KitePolicy.Load("notes.safetensors");
/// }
/// catch (ModelFileException error)
/// {
///     Console.WriteLine(error.Message);
/// }
///
/// [MaskedPolicy]
/// public sealed partial class KitePolicy
/// {
///     [Observation(4)] public partial MlpEncoder Wind { get; }
///     [ActionMask]     public partial Head&lt;bool&gt; Pull { get; }
/// }
/// </code>
/// </example>
public class ModelFileException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="message">What was expected, what the file contains, and what to do.</param>
    /// <param name="innerException">The cause; null if there is none.</param>
    public ModelFileException(string path, string message, Exception? innerException = null)
        : base($"{path}: {message}", innerException) => Path = path;

    /// <summary>The path of the file.</summary>
    public string Path { get; }
}
