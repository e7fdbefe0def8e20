using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Long short-term memory. It maps <c>(rows, inputs)</c>, the hidden state and the cell state, <c>(batch, Width)</c> each, to the next cell
/// state and the next hidden state, which is also the latent <c>(rows, Width)</c>.
/// </summary>
/// <remarks>
/// <para>Hochreiter and Schmidhuber 1997, "Long Short-Term Memory", with the forget gate of Gers et al. 2000, "Learning to
/// Forget: Continual Prediction with LSTM", in the form of PyTorch's
/// LSTM, with input x, hidden state h and cell state c:</para>
/// <para><c>i, f, o = σ(W_x x + W_h h + b)</c> and <c>g = tanh(W_x x + W_h h + b)</c>, each with weights of its own;
/// <c>c' = f ∘ c + i ∘ g</c>, <c>h' = o ∘ tanh(c')</c>.</para>
/// <para>The weight matrices are stacked in the order i, f, g, o, as in PyTorch; b is the sum of PyTorch's two biases. The bias of the
/// forget gate is initialized to 1, so that a new core keeps its cell state (Jozefowicz et al. 2015, "An Empirical Exploration of Recurrent
/// Network Architectures").</para>
/// </remarks>
/// <example>
/// <code>
/// LstmCore core = new(inputs: 32, width: 16);
/// Tensor input = randn(5 * 8, 32);                               // (steps · batch, inputs)
/// Tensor[] memory = [zeros(8, 16), zeros(8, 16)];                // hidden state and cell state, (batch, width) each
/// Tensor starts = zeros(5, 8, dtype: ScalarType.Bool);           // (steps, batch), true = an episode starts
/// Recurrence result = core.call(input, memory, starts);          // Latent (40, 16), Memory of two tensors (8, 16)
/// </code>
/// </example>
public class LstmCore : RecurrentCore
{
    private const int Gates = 4;

    private readonly Linear fromInput;
    private readonly Linear fromHidden;

    /// <summary>Creates a core of <paramref name="width"/> units.</summary>
    /// <param name="inputs">The width of the concatenated encodings of all inputs.</param>
    /// <param name="width">The number of units, which is the width of the latent.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public LstmCore(int inputs, int width)
        : base(nameof(LstmCore), width, memoryTensors: 2)
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
