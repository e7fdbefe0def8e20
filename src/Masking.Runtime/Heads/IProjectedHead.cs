using static TorchSharp.torch;

namespace Masking.Heads;

/// <summary>A head whose logits are one linear projection, so that all such heads of an actor share one product.</summary>
internal interface IProjectedHead
{
    /// <summary><c>(choices, inputs)</c>.</summary>
    Tensor Weight { get; }

    /// <summary><c>(choices)</c>.</summary>
    Tensor Bias { get; }
}
