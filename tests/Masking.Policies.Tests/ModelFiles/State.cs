using static TorchSharp.torch;

namespace Masking.Policies.Tests.ModelFiles;

/// <summary>The bits of the parameters and buffers of a module.</summary>
internal static class State
{
    /// <summary>The element type, the shape and the bytes of every parameter and buffer, by name.</summary>
    public static Dictionary<string, string> Of(nn.Module module) =>
        module.state_dict().ToDictionary(each => each.Key, each => Text(each.Value));

    /// <summary>The rows of a parameter of two axes, or the elements of one of one axis.</summary>
    public static double[][] Rows(nn.Module module, string name)
    {
        Tensor tensor = module.state_dict()[name];
        int columns = tensor.dim() == 1 ? 1 : (int)tensor.size(1);
        return [.. Same.Numbers(tensor).Chunk(columns)];
    }

    private static string Text(Tensor tensor) => $"{tensor.dtype} ({string.Join(", ", tensor.shape)}) "
        + (tensor.numel() == 0 ? "" : Convert.ToHexString(tensor.detach().cpu().contiguous().bytes));
}
