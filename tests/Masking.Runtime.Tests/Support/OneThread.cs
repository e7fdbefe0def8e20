using TorchSharp;

namespace Masking.Runtime.Tests;

/// <summary>The tensors of these tests are small: several threads would mostly wait for each other.</summary>
public sealed class OneThread
{
    public OneThread() => torch.set_num_threads(1);
}
