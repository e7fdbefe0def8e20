using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.ModelFiles;

/// <summary>Model files are what other programs read: a second reader finds the tensors and the declaration.</summary>
public sealed class SafetensorsFormatTests
{
    private static readonly Dictionary<ScalarType, string> Names = new()
    {
        [ScalarType.Float16] = "F16", [ScalarType.BFloat16] = "BF16", [ScalarType.Float32] = "F32", [ScalarType.Float64] = "F64",
        [ScalarType.Bool] = "BOOL", [ScalarType.Int64] = "I64", [ScalarType.Int32] = "I32", [ScalarType.Byte] = "U8",
    };

    [Theory]
    [EveryPolicy]
    public void EveryPolicy_IsReadByASecondReader(string name)
    {
        using TemporaryFolder folder = new();
        using Subject policy = Policies.Make(name, seed: 11);
        ((IMaskedNetwork)policy.Module).Save(folder["policy.safetensors"]);

        SafetensorsFormat file = SafetensorsFormat.Read(folder["policy.safetensors"]);

        RequireSame(policy.Module, file);
        Assert.Equal("pt", file.Metadata["format"]);
        using JsonDocument declaration = JsonDocument.Parse(file.Metadata["masking.declaration"]);
        Assert.Equal(((IMaskedNetwork)policy.Module).Declaration.Name, declaration.RootElement.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void EachPrecision_IsReadByASecondReader(ScalarType precision)
    {
        using TemporaryFolder folder = new();
        using Subject policy = Policies.Make(nameof(SentryPolicy), seed: 8, precision);
        ((IMaskedNetwork)policy.Module).Save(folder["policy.safetensors"]);

        RequireSame(policy.Module, SafetensorsFormat.Read(folder["policy.safetensors"]));
    }

    private static void RequireSame(nn.Module policy, SafetensorsFormat file)
    {
        Dictionary<string, Tensor> state = policy.state_dict();
        Assert.Equal(state.Keys.Order(), file.Tensors.Keys.Order());
        foreach ((string name, Tensor tensor) in state)
        {
            (string type, long[] shape, byte[] bytes) = file.Tensors[name];
            Assert.Equal(Names[tensor.dtype], type);
            Assert.Equal(tensor.shape, shape);
            Assert.Equal(tensor.numel() == 0 ? [] : tensor.bytes.ToArray(), bytes);
        }
    }
}
