using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// What every generated module is, whether it gives a distribution or action values: its parts are registered under the names of the
/// declared members, and it knows the element type and the device that its inputs must have.
/// </summary>
/// <remarks>
/// Several threads may call it at a time, each with a <see cref="RandomStream"/> and tensors of its own. What changes it must be alone
/// with it: moving it, loading its parameters, an
/// optimiser's step. It must not be disposed while another thread uses it, which ends the process.
/// </remarks>
/// <typeparam name="TObservation">What it sees.</typeparam>
/// <typeparam name="TResult">What it makes of that.</typeparam>
public abstract class MaskedNetwork<TObservation, TResult> : nn.Module<TObservation, TResult>
    where TObservation : ITensorRecord<TObservation>
{
    private ScalarType _precision = ScalarType.Float32;
    private bool _isDisposed;

    private protected MaskedNetwork(string name)
        : base(name)
    {
    }

    /// <summary>The element type of the parameters, and so of dense inputs.</summary>
    /// <exception cref="ObjectDisposedException">The policy was disposed. Every call asks for this before anything else.</exception>
    protected ScalarType Precision
    {
        get
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException(GetName());
            }

            return _precision;
        }
    }

    /// <summary>The device of the parameters, and so of all inputs.</summary>
    protected Device Device { get; private set; } = CPU;

    /// <inheritdoc/>
    public abstract override TResult forward(TObservation input);

    /// <summary>Registers a part under the name of its member. What a part of one's own gives is checked at every call.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The part.</param>
    protected TPart Register<TPart>(string name, TPart part) where TPart : nn.Module
    {
        register_module(name, part);
        OwnPart.Watch(GetName(), name, part);
        return part;
    }

    /// <summary>Refuses a set that attends to one with another number of numbers per entity; what was built is then disposed.</summary>
    /// <param name="member">The name of the member that attends.</param>
    /// <param name="encoder">Its part.</param>
    /// <param name="other">The name of the member that it attends to.</param>
    /// <param name="otherEncoder">Its part.</param>
    /// <exception cref="InvalidOperationException">The widths differ.</exception>
    protected void RequireSameWidth(string member, AttentionEncoder encoder, string other, AttentionEncoder otherEncoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(otherEncoder);
        if (encoder.Width != otherEncoder.Width)
        {
            Dispose();
            throw new InvalidOperationException($"{GetName()}.{member}: attends to {other}, and expected its width {encoder.Width}, got {otherEncoder.Width}. Declare encoders of the same width.");
        }
    }

    /// <summary>
    /// Takes all parameters and buffers out of the dispose scope in which the policy is being built, so that the policy outlives it.
    /// </summary>
    protected void KeepParameters()
    {
        foreach (Tensor tensor in parameters().Concat(buffers()))
        {
            tensor.DetachFromDisposeScope();
        }

        if (parameters().FirstOrDefault() is { } first)
        {
            _precision = first.dtype;
            Device = first.device;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        base.Dispose(disposing);
    }

    /// <summary>Everything is registered by name in the generated constructor; looking for fields would register it twice.</summary>
    protected sealed override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        _precision = dtype ?? _precision;
        Device = device ?? Device;
    }
}
