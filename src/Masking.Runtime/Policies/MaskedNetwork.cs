using Masking.Networks;
using TorchSharp.Modules;
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
public abstract partial class MaskedNetwork<TObservation, TResult> : nn.Module<TObservation, TResult>
    where TObservation : ITensorRecord<TObservation>
{
    private readonly List<(string Name, Action<Tensor> Refresh)> _ownTensors = [];
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
        CustomParts.CheckOutputs(GetName(), name, part);
        return part;
    }

    /// <summary>
    /// Registers a layer of the policy's own: a module, a parameter, or any other tensor as a buffer. The generated constructor
    /// calls it for fields with an initializer; call it where a constructor assigns one.
    /// </summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="layer">
    /// The layer. It outlives the dispose scope in which it was made. Null: there is none, and nothing is registered.
    /// </param>
    /// <param name="refresh">
    /// Puts into the field the tensor that <c>to</c> made in the place of a parameter or buffer; null: TorchSharp finds the field
    /// by its name.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="layer"/> is something else.</exception>
    protected void RegisterLayer(string name, object? layer, Action<Tensor>? refresh = null)
    {
        switch (layer)
        {
            case null:
                return;
            case nn.Module module when named_children().Any(child => child.name == name && ReferenceEquals(child.module, module)):
                return;
            case nn.Module module:
                register_module(name, module);
                Detach(module.parameters().Concat(module.buffers()));
                return;
            case Parameter parameter:
                register_parameter(name, parameter);
                break;
            case Tensor buffer:
                register_buffer(name, buffer);
                break;
            default:
                throw new ArgumentException($"{GetName()}.{name}: expected a module, a parameter or a tensor, got a "
                    + $"{layer.GetType().Name}.", nameof(layer));
        }

        Detach([(Tensor)layer]);
        if (refresh is not null)
        {
            _ownTensors.Add((name, refresh));
        }
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
            throw new InvalidOperationException(
                $"{GetName()}.{member}: attends to {other}, and expected its width {encoder.Width}, got {otherEncoder.Width}. Declare encoders of the same width."
            );
        }
    }

    /// <summary>
    /// Takes all parameters and buffers out of the dispose scope in which the policy is being built, so that the policy outlives it.
    /// </summary>
    protected void KeepParameters()
    {
        Detach(parameters().Concat(buffers()));

        // That of the parts: a layer of the policy's own may be of another type.
        if (children().SelectMany(part => part.parameters()).FirstOrDefault(parameter => parameter.is_floating_point()) is { } first)
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
        foreach ((string name, Action<Tensor> refresh) in _ownTensors)
        {
            refresh(get_parameter(name) ?? get_buffer(name)!);
        }

        _precision = dtype ?? _precision;
        Device = device ?? Device;
    }

    private static void Detach(IEnumerable<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
        {
            tensor.DetachFromDisposeScope();
        }
    }
}
