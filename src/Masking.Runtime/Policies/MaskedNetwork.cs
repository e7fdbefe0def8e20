using Masking.Heads;
using Masking.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The base class of every generated module. It registers the parts under the names of the declared members, and holds the element type and
/// the device that the inputs must have.
/// </summary>
/// <remarks>
/// Several threads may call the module at the same time, each with its own <see cref="RandomStream"/> and tensors. Operations that modify
/// the module need exclusive access: <c>to</c>, <c>load</c>, an optimizer step. Disposing the module while another thread uses it
/// terminates the process.
/// </remarks>
/// <example>
/// Save a policy, and load it:
/// <code><![CDATA[
/// using var trained = new MazePolicy();
/// trained.Save("maze.safetensors");
///
/// using MazePolicy restored = MazePolicy.Load("maze.safetensors");
/// Console.WriteLine($"{CountParameters(restored)} parameters");
///
/// static long CountParameters<TObservation, TResult>(MaskedNetwork<TObservation, TResult> network)
///     where TObservation : ITensorRecord<TObservation> => network.parameters().Sum(parameter => parameter.numel());
///
/// [MaskedPolicy]
/// public sealed partial class MazePolicy
/// {
///     [Observation(3, 9, 9)]    public partial ConvEncoder Map { get; }       // walls, agent, exit
///     [ActionMask(Choices = 4)] public partial Head<int> Direction { get; }
/// }
/// ]]></code>
/// </example>
/// <typeparam name="TObservation">The observations of the network.</typeparam>
/// <typeparam name="TResult">The output: a distribution over actions, or action values.</typeparam>
public abstract partial class MaskedNetwork<TObservation, TResult> : nn.Module<TObservation, TResult>, IMaskedNetwork
    where TObservation : ITensorRecord<TObservation>
{
    private readonly PolicyDeclaration _declaration;
    private readonly List<(string Name, Action<Tensor> SetField)> _customTensors = [];
    private ScalarType _precision = ScalarType.Float32;
    private bool _isDisposed;

    private protected MaskedNetwork(PolicyDeclaration declaration)
        : base(TorchLibrary.LoadFor(NameOf(declaration)))
    {
        _declaration = declaration;

        // An initializer of the property would run before TorchSharp is loaded.
        Device = CPU;
    }

    PolicyDeclaration IMaskedNetwork.Declaration => _declaration;

    bool IMaskedNetwork.IsDisposed => _isDisposed;

    /// <summary>The element type of the parameters, and therefore of dense inputs.</summary>
    /// <remarks>Every call reads this property first, which is how a disposed policy is detected.</remarks>
    /// <exception cref="ObjectDisposedException">The policy was disposed.</exception>
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

    /// <summary>The device of the parameters, and therefore of all inputs.</summary>
    protected Device Device { get; private set; }

    /// <inheritdoc/>
    public abstract override TResult forward(TObservation input);

    /// <summary>Registers a part under the name of its member. The output of a custom part is checked in every call.</summary>
    /// <typeparam name="TPart">The type of the part.</typeparam>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The part.</param>
    /// <returns>The same part.</returns>
    protected TPart Register<TPart>(string name, TPart part) where TPart : nn.Module
    {
        register_module(name, part);
        CustomParts.CheckOutputs(GetName(), name, part);
        if (part is ICustomHead head)
        {
            head.Member = (GetName(), name);
        }

        return part;
    }

    /// <summary>
    /// Registers an additional layer: a module, a parameter, or any other tensor as a buffer. The generated constructor calls the method
    /// for fields with an initializer. Call it yourself for a field that a constructor assigns.
    /// </summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="layer">
    /// The layer. It is detached from the dispose scope in which it was created. If it is null, nothing is registered.
    /// </param>
    /// <param name="refresh">
    /// Sets the field to the tensor with which <c>to</c> replaced the parameter or buffer. If it is null, TorchSharp finds the field by its
    /// name.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="layer"/> is neither a module nor a tensor.</exception>
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
            _customTensors.Add((name, refresh));
        }
    }

    /// <summary>Checks that a set and a set that it attends to have encoders of the same width.</summary>
    /// <param name="member">The name of the set that attends.</param>
    /// <param name="encoder">The encoder of the set that attends.</param>
    /// <param name="other">The name of the set that it attends to.</param>
    /// <param name="otherEncoder">The encoder of the other set.</param>
    /// <exception cref="InvalidOperationException">The widths differ. The policy and its parts are disposed.</exception>
    protected void RequireSameWidth(string member, AttentionEncoder encoder, string other, AttentionEncoder otherEncoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(otherEncoder);
        if (encoder.Width != otherEncoder.Width)
        {
            Dispose();
            throw new InvalidOperationException(
                $"{GetName()}.{member}: attends to {other}, and expected its width {encoder.Width}, got {otherEncoder.Width}. "
                    + "Declare encoders of the same width."
            );
        }
    }

    /// <summary>
    /// Detaches all parameters and buffers from the dispose scope in which the policy is created, so that the policy outlives the scope.
    /// </summary>
    protected void KeepParameters()
    {
        Detach(parameters().Concat(buffers()));

        // Precision and device are read from a part, because an additional layer may have another element type.
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

    /// <summary>
    /// Does nothing. The generated constructor registers all modules by name; a search for fields would register them twice.
    /// </summary>
    protected sealed override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        foreach ((string name, Action<Tensor> setField) in _customTensors)
        {
            setField(get_parameter(name) ?? get_buffer(name)!);
        }

        _precision = dtype ?? _precision;
        Device = device ?? Device;
    }

    private static string NameOf(PolicyDeclaration declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        return declaration.Name;
    }

    private static void Detach(IEnumerable<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
        {
            tensor.DetachFromDisposeScope();
        }
    }
}
