using static TorchSharp.torch;

namespace Masking.Heads;

/// <summary>A head whose logits are computed by a dense layer. All such heads of an actor share one matrix product.</summary>
internal interface IProjectedHead
{
    /// <summary>The weights <c>(choices, inputs)</c>.</summary>
    Tensor Weight { get; }

    /// <summary>The biases <c>(choices)</c>.</summary>
    Tensor Bias { get; }
}
