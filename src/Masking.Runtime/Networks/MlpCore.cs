using Masking.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>One dense layer with a rectifier: <c>(batch, inputs)</c> to the latent <c>(batch, Width)</c>.</summary>
public class MlpCore : PolicyCore
{
    private readonly Linear layer;

    /// <summary>A core of <paramref name="width"/> units.</summary>
    /// <param name="inputs">Numbers in the encodings of all inputs together.</param>
    /// <param name="width">Units.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more weights than an array can have
    /// elements.</exception>
    public MlpCore(int inputs, int width)
        : base(nameof(MlpCore), width)
    {
        Sizes.RequireProduct([(inputs, nameof(inputs)), (width, nameof(width))]);
        layer = Layers.Dense(inputs, width, Layers.Hidden);
        register_module(nameof(layer), layer);
    }

    /// <summary>Computes the latent.</summary>
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
