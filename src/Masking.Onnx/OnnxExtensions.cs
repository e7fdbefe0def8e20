using Masking.Onnx.Exporting;

namespace Masking.Onnx;

/// <summary>Exports policies to ONNX.</summary>
public static class OnnxExtensions
{
    /// <summary>Writes a policy as an ONNX file that chooses the most probable legal actions.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="path">The file. A file of the same name is replaced.</param>
    public static void SaveOnnx(this IMaskedNetwork policy, string path)
    {
        ArgumentNullException.ThrowIfNull(policy);
        OnnxGraph graph = PolicyExport.Of(policy, samples: false);
        using FileStream file = File.Create(path);
        graph.Save(file, []);
    }
}
