using Masking.Onnx;

namespace Masking.Player.Tests;

/// <summary>Exports policies to memory.</summary>
internal static class Exported
{
    /// <summary>The contents of the file that a policy is exported to.</summary>
    public static byte[] Bytes(IMaskedNetwork policy, OnnxOptions? options = null)
    {
        string path = Path.Join(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
        try
        {
            policy.SaveOnnx(path, options);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
