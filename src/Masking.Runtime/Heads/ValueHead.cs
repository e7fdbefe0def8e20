using Masking.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Reads the state value off the latent, and off what else the value sees: <c>(batch, inputs)</c> to <c>(batch)</c>.</summary>
public sealed class ValueHead : nn.Module<Tensor, Tensor>
{
    private readonly Linear? hidden;
    private readonly Linear layer;

    /// <summary>A value head.</summary>
    /// <param name="inputs">Numbers in the latent, and in the encodings of what the value sees beside it.</param>
    /// <param name="hidden">
    /// Units of a rectified layer in front of the output, without which the latent and what the value sees beside it could only be added
    /// up; null: there is none.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more weights than an array can have
    /// elements.</exception>
    public ValueHead(int inputs, int? hidden = null)
        : base(nameof(ValueHead))
    {
        Sizes.RequireProduct([(inputs, nameof(inputs)), (hidden ?? 1, nameof(hidden))]);
        if (hidden is { } units)
        {
            this.hidden = Layers.Dense(inputs, units, Layers.Hidden);
            register_module(nameof(hidden), this.hidden);
        }

        layer = Layers.Dense(hidden ?? inputs, 1, Layers.Output);
        register_module(nameof(layer), layer);
    }

    /// <summary>The state values.</summary>
    /// <param name="input"><c>(batch, inputs)</c>.</param>
    /// <returns><c>(batch)</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        using Tensor? units = hidden?.call(input);
        using Tensor? rectified = units?.relu();
        using Tensor column = layer.call(rectified ?? input);
        return column.squeeze(-1);
    }

    /// <summary>Numbers that it reads the value off.</summary>
    internal int Inputs => (int)(hidden ?? layer).weight.size(1);
}
