using Masking.ModelFiles;
using Masking.Onnx.Exporting;

namespace Masking.Onnx;

/// <summary>Exports policies to ONNX.</summary>
/// <example>
/// <code>
/// using SkirmishPolicy policy = SkirmishPolicy.Load("skirmish.safetensors");
/// policy.SaveOnnx("skirmish.onnx");
/// </code>
/// </example>
public static class OnnxExtensions
{
    /// <summary>
    /// Writes a policy as an ONNX file: encoders, core, heads with their masks, draws and value, in standard operators of opset 15 without
    /// control flow. The metadata contains the declaration.
    /// </summary>
    /// <remarks>
    /// <para>Inputs have the names of the members of <c>Observation</c>. Masks and ranges must be present. Sets and maps need at least one
    /// entity or cell; absent ones have no influence, even if their features are NaN. <c>uniforms</c>, and <c>X.uniforms</c> for actors of
    /// a set or map X, are the random numbers in (0, 1), or negative numbers for the most probable actions. <c>Memory.X</c> is the memory
    /// of a recurrent policy, which starts with zeros.</para>
    /// <para>Outputs have the names of the members of <c>Actions</c>: int64, -1 for no action; float32 for numbers from intervals, NaN for
    /// no action. <c>logProb</c>, <c>value</c> and <c>next.X</c> are the log-probability, the value and the next memory.</para>
    /// <para>Parameters become float32, whatever the element type of the policy is.</para>
    /// </remarks>
    /// <param name="policy">The policy.</param>
    /// <param name="path">
    /// The path of the file. The file is written to the same path with <c>.new</c> behind it, flushed to disk, and renamed.
    /// </param>
    /// <param name="options">What the file contains.</param>
    /// <exception cref="NotSupportedException">A part is neither of the library nor implements <see cref="IOnnxPart"/>, or the names of two
    /// inputs or outputs are the same. Nothing was written.</exception>
    /// <exception cref="InvalidOperationException">A parameter is NaN or infinite in float32. Nothing was written.</exception>
    /// <exception cref="ArgumentException">The options do not fit the policy. Nothing was written.</exception>
    /// <exception cref="ObjectDisposedException">The policy was disposed.</exception>
    /// <exception cref="IOException">The file cannot be written. An existing file is kept.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing the file is not permitted. An existing file is kept.</exception>
    public static void SaveOnnx(this IMaskedNetwork policy, string path, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentException.ThrowIfNullOrEmpty(path);
        OnnxGraph graph = PolicyExport.Of(policy, options ?? new OnnxOptions());
        AtomicFile.Write(path, file => graph.Save(file, [(ModelWriter.DeclarationKey, DeclarationJson.Write(policy.Declaration))]));
    }
}
