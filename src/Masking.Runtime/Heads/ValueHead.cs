using Masking.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A head that computes the state value <c>(batch)</c> from the latent, concatenated with the encodings of the inputs that only the value
/// uses: <c>(batch, inputs)</c>. For a value of each actor, a row is an actor, and its encoding comes first.
/// </summary>
/// <example>
/// <code>
/// ValueHead head = new(inputs: 128, hidden: 64);
/// Tensor latent = randn(16, 128);        // (batch, inputs)
/// Tensor value = head.call(latent);      // (16)
/// </code>
/// </example>
public sealed class ValueHead : nn.Module<Tensor, Tensor>
{
    private readonly Linear? hidden;
    private readonly Linear layer;

    /// <summary>Creates a value head.</summary>
    /// <param name="inputs">
    /// The width of the latent and the encodings of the inputs that only the value uses. For a value of each actor, also that of the
    /// encoding of an actor.
    /// </param>
    /// <param name="hidden">
    /// The number of units of a hidden layer with a ReLU. Without it, the latent and the other encodings contribute to the value only as a
    /// sum. Null for no hidden layer.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public ValueHead(int inputs, int? hidden = null)
        : base(TorchLibrary.LoadFor(nameof(ValueHead)))
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

    /// <summary>Computes the state values.</summary>
    /// <param name="input"><c>(batch, inputs)</c>.</param>
    /// <returns><c>(batch)</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        using Tensor? units = hidden?.call(input);
        using Tensor? rectified = units?.relu();
        using Tensor column = layer.call(rectified ?? input);
        return column.squeeze(-1);
    }

    /// <summary>The width of the input.</summary>
    internal int Inputs => (int)(hidden ?? layer).weight.size(1);
}
