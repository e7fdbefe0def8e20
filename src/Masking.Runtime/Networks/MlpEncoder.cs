using Masking.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>A dense layer with a ReLU, which maps <c>(batch, inputs)</c> to <c>(batch, Width)</c>.</summary>
/// <example>
/// <code>
/// MlpEncoder encoder = new(inputs: 12, width: 128);
/// Tensor sensors = randn(16, 12);              // (batch, inputs)
/// Tensor encoding = encoder.call(sensors);     // (16, 128)
///
/// public sealed class WideEncoder(int inputs) : MlpEncoder(inputs, width: 256);   // the type of a member with other sizes
/// </code>
/// </example>
public class MlpEncoder : VectorEncoder
{
    // TorchSharp finds modules by the names of their fields, so the field has the name of the parameters in state_dict.
    private readonly Linear layer;

    /// <summary>Creates an encoder of <paramref name="width"/> units.</summary>
    /// <param name="inputs">The size of the vector.</param>
    /// <param name="width">The number of units, which is the width of the encoding.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public MlpEncoder(int inputs, int width = 64)
        : base(nameof(MlpEncoder), width)
    {
        Sizes.RequireProduct([(inputs, nameof(inputs)), (width, nameof(width))]);
        layer = Layers.Dense(inputs, width, Layers.Hidden);
        register_module(nameof(layer), layer);
    }

    /// <summary>Encodes the vector.</summary>
    /// <param name="input"><c>(batch, inputs)</c>.</param>
    /// <returns><c>(batch, Width)</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        using Tensor hidden = layer.call(input);
        return hidden.relu();
    }

    /// <inheritdoc/>
    internal override int? Inputs => (int)layer.weight.size(1);
}
