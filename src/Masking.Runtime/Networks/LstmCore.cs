using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Long short-term memory: <c>(rows, inputs)</c>, the hidden state and the cell state <c>(batch, Width)</c> to the latent <c>(rows,
/// Width)</c>, the next hidden state, and the next cell state.
/// </summary>
/// <remarks>
/// <para>Hochreiter and Schmidhuber 1997, "Long Short-Term Memory", with the forget gate of Gers et al. 2000, in the form of PyTorch's
/// LSTM, with input x, hidden state h and cell state c:</para>
/// <para><c>i, f, o = σ(W_x x + W_h h + b)</c> and <c>g = tanh(W_x x + W_h h + b)</c>, each with weights of its own;
/// <c>c' = f ∘ c + i ∘ g</c>, <c>h' = o ∘ tanh(c')</c>.</para>
/// <para>The weights lie one below the other in the order i, f, g, o, as PyTorch has them; b is the sum of its two biases. The bias of the
/// forget gate is 1 at first, so that a new core remembers (Jozefowicz et al. 2015, "An Empirical Exploration of Recurrent Network
/// Architectures").</para>
/// </remarks>
public class LstmCore : RecurrentCore
{
    private const int Gates = 4;

    private readonly Linear fromInput;
    private readonly Linear fromHidden;

    /// <summary>A core of <paramref name="width"/> units.</summary>
    /// <param name="inputs">Numbers in the encodings of all inputs together.</param>
    /// <param name="width">Units.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more weights than an array can have
    /// elements.</exception>
    public LstmCore(int inputs, int width)
        : base(nameof(LstmCore), width, remembered: 2)
    {
        Sizes.RequireProduct([(inputs, nameof(inputs)), (width, nameof(width))], Gates);
        Sizes.RequireProduct([(width, nameof(width)), (width, nameof(width))], Gates);
        fromInput = Layers.Gates(inputs, width, Gates);
        fromHidden = Layers.Gates(width, width, Gates, bias: false);
        using (no_grad())
        {
            using Tensor forget = fromInput.bias!.narrow(0, width, width);
            forget.fill_(Scalars.One);
        }

        register_module(nameof(fromInput), fromInput);
        register_module(nameof(fromHidden), fromHidden);
    }

    /// <inheritdoc/>
    protected override Tensor Read(Tensor input) => fromInput.call(input);

    /// <inheritdoc/>
    protected override Tensor[] Step(Tensor read, IReadOnlyList<Tensor> memory)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor gates = read.add(fromHidden.call(memory[0]), Scalars.One);
        Tensor inputAndForget = gates.narrow(1, 0, 2 * Width).sigmoid();
        Tensor candidate = gates.narrow(1, 2 * Width, Width).tanh();
        Tensor output = gates.narrow(1, 3 * Width, Width).sigmoid();
        Tensor cell = inputAndForget
            .narrow(1, Width, Width)
            .mul(memory[1])
            .addcmul(inputAndForget.narrow(1, 0, Width), candidate, Scalars.One);
        Tensor hidden = output.mul(cell.tanh());
        return [scope.MoveToOuter(hidden), scope.MoveToOuter(cell)];
    }

    /// <inheritdoc/>
    internal override int? Inputs => (int)fromInput.weight.size(1);
}
