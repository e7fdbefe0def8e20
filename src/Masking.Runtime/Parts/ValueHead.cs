using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Reads the state value off the latent: <c>(batch, inputs)</c> to <c>(batch)</c>.</summary>
public sealed class ValueHead : nn.Module<Tensor, Tensor>
{
    private readonly Linear layer;

    /// <summary>A value head.</summary>
    /// <param name="inputs">Numbers in the latent.</param>
    public ValueHead(int inputs)
        : base(nameof(ValueHead))
    {
        layer = Layers.Dense(inputs, 1, Layers.Output);
        register_module(nameof(layer), layer);
    }

    /// <summary>The state values.</summary>
    /// <param name="input"><c>(batch, inputs)</c>.</param>
    /// <returns><c>(batch)</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        using Tensor value = layer.call(input);
        return value.squeeze(-1);
    }
}
