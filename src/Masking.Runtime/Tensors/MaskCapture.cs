using static TorchSharp.torch;

namespace Masking.Tensors;

/// <summary>
/// Copies masks, so that a distribution and its gradients do not change when a mask is written to later. The memory of a batch is rewritten
/// at every step, and libtorch does not notice such writes.
/// </summary>
internal static class MaskCapture
{
    [ThreadStatic]
    private static bool t_isSuspended;

    /// <summary>A copy of a mask; while captures are suspended, an alias.</summary>
    public static Tensor Of(Tensor mask) => t_isSuspended ? mask.alias() : mask.clone();

    /// <summary>
    /// The mask as an operation with a backward pass may keep it: a copy where gradients are recorded, else the mask itself.
    /// </summary>
    public static Tensor ForBackward(Tensor mask) => is_grad_enabled() ? mask.clone() : mask;

    /// <summary>
    /// Suspends captures on this thread until the result is disposed. For a distribution that does not outlive the call in which it is
    /// created: acting reads a mask once, and would copy many flags that it never reads.
    /// </summary>
    public static Suspension Suspend()
    {
        Suspension suspension = new(t_isSuspended);
        t_isSuspended = true;
        return suspension;
    }

    /// <summary>Restores the previous state when it is disposed.</summary>
    public readonly ref struct Suspension(bool wasSuspended)
    {
        public void Dispose() => t_isSuspended = wasSuspended;
    }
}
