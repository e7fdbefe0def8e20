using TorchSharp;

namespace Masking.Runtime.Tests;

/// <summary>Uses one thread, because the tensors of these tests are too small for several.</summary>
public sealed class OneThread
{
    public OneThread() => torch.set_num_threads(1);
}
