using System.ComponentModel;

namespace Masking.CompilerServices;

/// <summary>An exported policy in memory, before ONNX Runtime reads it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OnnxModel
{
    private OnnxModel(string name, byte[] bytes) => (Name, Bytes) = (name, bytes);

    /// <summary>The path of the file, or another name for error messages.</summary>
    internal string Name { get; }

    /// <summary>The contents of the file.</summary>
    internal byte[] Bytes { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="ModelFileException">The path is that of a folder.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public static OnnxModel Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path)
            ? throw new ModelFileException(path, "expected an ONNX file, got a folder of that name.")
            : new OnnxModel(path, File.ReadAllBytes(path));
    }

    /// <summary>Uses the contents of a file.</summary>
    /// <param name="model">The contents of the file.</param>
    public static OnnxModel Of(byte[] model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new OnnxModel($"model of {model.Length} bytes", model);
    }
}
