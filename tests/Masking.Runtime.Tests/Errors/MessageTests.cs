using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Errors;

public sealed class MessageTests
{
    [Fact]
    public void NoLegalAction_NamesTheHeadAndTheRows()
    {
        NoLegalActionException one = new("Scout", "Command", [3]);
        Assert.StartsWith("Scout.Command: no legal choice in row 3 of the batch. ", one.Message);
        NoLegalActionException many = new("Scout", "Command", [.. Enumerable.Range(0, 20).Select(row => (long)row)]);
        Assert.StartsWith("Scout.Command: no legal choice in rows 0, 1, 2, 3, 4, 5, 6, 7 and 12 more of the batch. ", many.Message);
        Assert.Equal(("Scout", "Command", 20), (many.Policy, many.Head, many.Rows.Count));
    }

    [Theory]
    [InlineData(ScalarType.Bool, "bool")]
    [InlineData(ScalarType.Byte, "uint8")]
    [InlineData(ScalarType.Int8, "int8")]
    [InlineData(ScalarType.Int16, "int16")]
    [InlineData(ScalarType.Int32, "int32")]
    [InlineData(ScalarType.Int64, "int64")]
    [InlineData(ScalarType.Float16, "float16")]
    [InlineData(ScalarType.BFloat16, "bfloat16")]
    [InlineData(ScalarType.Float32, "float32")]
    [InlineData(ScalarType.Float64, "float64")]
    public void Tensor_IsDescribedAsInPyTorch(ScalarType type, string name)
    {
        using Tensor described = zeros([2, 3], type);
        Assert.Equal($"(2, 3) {name}", TensorText.Of(described));
        Assert.Equal("null", TensorText.Of(null));
    }
}
