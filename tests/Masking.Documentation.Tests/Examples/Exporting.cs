using Masking;
using Masking.Onnx;

namespace Examples.Exporting;

public enum Order { Hold, Move, Gather, Attack }

[MaskedPolicy]
public sealed partial class SkirmishPolicy
{
    [Observation(12)] public partial MlpEncoder Globals { get; }
    [ActionMask]      public partial Head<Order> Command { get; }
}

public sealed class Exporting : IDisposable
{
    public Exporting()
    {
        using SkirmishPolicy trained = new();
        trained.Save("skirmish.safetensors");
    }

    public void Dispose()
    {
        File.Delete("skirmish.safetensors");
        File.Delete("skirmish.onnx");
    }

    [Fact]
    public void AModelFile_IsExported()
    {
        using SkirmishPolicy policy = SkirmishPolicy.Load("skirmish.safetensors");
        policy.SaveOnnx("skirmish.onnx");

        Assert.True(File.Exists("skirmish.onnx"));
    }
}
