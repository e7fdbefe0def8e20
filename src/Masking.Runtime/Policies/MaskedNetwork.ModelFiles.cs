using Masking.ModelFiles;

namespace Masking;

// Saves and loads model files.
public abstract partial class MaskedNetwork<TObservation, TResult>
{
    /// <summary>
    /// Saves all parameters and buffers together with the declaration, in the safetensors format, which Python can read. The same values
    /// give the same bytes.
    /// </summary>
    /// <param name="path">
    /// The path of the file. The file is written to the same path with <c>.new</c> behind it, flushed to disk, and renamed.
    /// </param>
    /// <example>
    /// <code>
    /// policy.Save("skirmish.safetensors");
    /// using SkirmishPolicy copy = SkirmishPolicy.Load("skirmish.safetensors");
    /// </code>
    /// </example>
    /// <exception cref="IOException">The file cannot be written. An existing file is kept.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing the file is not permitted. An existing file is kept.</exception>
    /// <exception cref="NotSupportedException">A parameter or buffer has an element type that the format does not have.</exception>
    /// <exception cref="ObjectDisposedException">The policy was disposed.</exception>
    public void Save(string path)
    {
        _ = Precision;
        ModelWriter.Save(path, this, _declaration);
    }

    /// <summary>
    /// Loads a file that was saved with the same declaration into this policy. The generated static method <c>Load</c> creates the policy
    /// with the constructor without parameters; this method loads into one that was created in another way, moved or converted.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <remarks>Everything is checked and read before the first value changes. If the method throws, the policy keeps its
    /// values.</remarks>
    /// <example>
    /// <code>
    /// SkirmishPolicy policy = new();
    /// policy.to(torch.float16);
    /// policy.LoadFrom("skirmish-half.safetensors");
    /// </code>
    /// </example>
    /// <exception cref="ModelMismatchException">The file belongs to another declaration, or a parameter or buffer has another shape or
    /// element type. The message names every difference.</exception>
    /// <exception cref="ModelFileException">The file is truncated, damaged, or was written by another program.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    /// <exception cref="ObjectDisposedException">The policy was disposed.</exception>
    public void LoadFrom(string path)
    {
        _ = Precision;
        ModelReader.Load(path, this, _declaration);
    }

    /// <summary>
    /// Loads what still fits from a file of another declaration, for example after a head or a choice was added. Heads are matched by
    /// name, and their choices by the names of the choices, so that these may have another order. A file without a declaration, which
    /// another program wrote, is matched by the names and shapes of its tensors.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>What kept its values, and what of the file was not used.</returns>
    /// <remarks>
    /// The core is not loaded if its inputs have changed, because the columns of its weights belong to them. If the method throws, the
    /// policy keeps its values.
    /// </remarks>
    /// <example>
    /// <code>
    /// ModelMatch match = policy.LoadMatching("skirmish-v1.safetensors");
    /// Console.WriteLine(string.Join(", ", match.KeptInitial));    // Command.weight[Gather], Command.bias[Gather]
    /// </code>
    /// </example>
    /// <exception cref="ModelFileException">The file is truncated or damaged, or is not a model file.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    /// <exception cref="ObjectDisposedException">The policy was disposed.</exception>
    public ModelMatch LoadMatching(string path)
    {
        _ = Precision;
        return ModelReader.LoadMatching(path, this, _declaration);
    }
}
