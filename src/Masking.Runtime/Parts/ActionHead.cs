using static TorchSharp.torch;

namespace Masking;

/// <summary>A head that chooses an action. <see cref="Head{T}"/> and <see cref="PointerHead"/> are the two kinds.</summary>
public abstract class ActionHead : nn.Module
{
    private protected ActionHead(string name)
        : base(name)
    {
    }
}
