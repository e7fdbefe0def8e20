using static TorchSharp.torch;

namespace Masking;

/// <summary>A head that chooses an action. <see cref="Head{T}"/>, <see cref="PointerHead"/> and <see cref="QHead{T}"/> are the kinds.</summary>
public abstract class ActionHead : nn.Module
{
    private protected ActionHead(string name)
        : base(name)
    {
    }
}
