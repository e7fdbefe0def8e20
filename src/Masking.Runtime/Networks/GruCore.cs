using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A gated recurrent unit: <c>(rows, inputs)</c> and the hidden state <c>(batch, Width)</c> to the latent <c>(rows, Width)</c>, the next
/// hidden state.
/// </summary>
/// <remarks>
/// <para>Cho et al. 2014, "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation", in the form of
/// PyTorch's GRU, with input x and hidden state h:</para>
/// <para><c>r = σ(W_ir x + b_ir + W_hr h + b_hr)</c>, <c>z = σ(W_iz x + b_iz + W_hz h + b_hz)</c>,
/// <c>n = tanh(W_in x + b_in + r ∘ (W_hn h + b_hn))</c>, <c>h' = (1 - z) ∘ n + z ∘ h</c>.</para>
/// <para>The weights lie one below the other in the order r, z, n, as PyTorch has them.</para>
/// </remarks>
public class GruCore : RecurrentCore
{
    private const int Gates = 3;

    private readonly Linear fromInput;
    private readonly Linear fromHidden;

    /// <summary>A core of <paramref name="width"/> units.</summary>
    /// <param name="inputs">Numbers in the encodings of all inputs together.</param>
    /// <param name="width">Units.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more weights than an array can have
    /// elements.</exception>
    public GruCore(int inputs, int width)
        : base(nameof(GruCore), width)
    {
        Sizes.RequireProduct([(inputs, nameof(inputs)), (width, nameof(width))], Gates);
        Sizes.RequireProduct([(width, nameof(width)), (width, nameof(width))], Gates);
        fromInput = Layers.Gates(inputs, width, Gates);
        fromHidden = Layers.Gates(width, width, Gates);
        register_module(nameof(fromInput), fromInput);
        register_module(nameof(fromHidden), fromHidden);
    }

    /// <inheritdoc/>
    protected override Tensor Read(Tensor input) => fromInput.call(input);

    /// <inheritdoc/>
    protected override Tensor[] Step(Tensor read, IReadOnlyList<Tensor> memory)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = memory[0];
        Tensor recalled = fromHidden.call(hidden);
        Tensor gates = read.narrow(1, 0, 2 * Width).add(recalled.narrow(1, 0, 2 * Width), Scalars.One).sigmoid();
        Tensor reset = gates.narrow(1, 0, Width);
        Tensor update = gates.narrow(1, Width, Width);
        Tensor candidate = read.narrow(1, 2 * Width, Width).addcmul(reset, recalled.narrow(1, 2 * Width, Width), Scalars.One).tanh();
        return [candidate.lerp(hidden, update).MoveToOuterDisposeScope()];
    }

    /// <inheritdoc/>
    internal override int? Inputs => (int)fromInput.weight.size(1);
}
