using Masking.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>A dense layer with a ReLU, which maps <c>(batch, inputs)</c> to the latent <c>(batch, Width)</c>.</summary>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class PaddlePolicy
/// {
///     [Observation(8)]          public partial MlpEncoder State { get; }
///     [Core(256)]               public partial MlpCore Core { get; }
///     [ActionMask(Choices = 3)] public partial Head&lt;int&gt; Move { get; }
/// }
/// </code>
/// </example>
public class MlpCore : PolicyCore
{
    private readonly Linear layer;

    /// <summary>Creates a core of <paramref name="width"/> units.</summary>
    /// <param name="inputs">The width of the concatenated encodings of all inputs.</param>
    /// <param name="width">The number of units, which is the width of the latent.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
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
