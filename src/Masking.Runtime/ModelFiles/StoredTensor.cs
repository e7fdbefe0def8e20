using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.ModelFiles;

/// <summary>A tensor in a model file.</summary>
/// <param name="Name">The name, as in <c>state_dict</c>.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Begin">The offset of the first byte in the data.</param>
/// <param name="End">The offset behind the last byte.</param>
internal sealed record StoredTensor(string Name, ScalarType Type, long[] Shape, long Begin, long End)
{
    /// <summary>The shape and the element type, for error messages: <c>(64, 9) float32</c>.</summary>
    public string Text => $"({string.Join(", ", Shape)}) {TensorText.NameOf(Type)}";
}
