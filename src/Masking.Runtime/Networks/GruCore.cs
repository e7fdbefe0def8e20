using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A gated recurrent unit. It maps <c>(rows, inputs)</c> and the hidden state <c>(batch, Width)</c> to the next hidden state, which is also
/// the latent <c>(rows, Width)</c>.
/// </summary>
/// <remarks>
/// <para>Cho et al. 2014, "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation", in the form of
/// PyTorch's GRU, with input x and hidden state h:</para>
/// <para><c>r = σ(W_ir x + b_ir + W_hr h + b_hr)</c>, <c>z = σ(W_iz x + b_iz + W_hz h + b_hz)</c>,
/// <c>n = tanh(W_in x + b_in + r ∘ (W_hn h + b_hn))</c>, <c>h' = (1 - z) ∘ n + z ∘ h</c>.</para>
/// <para>The weight matrices are stacked in the order r, z, n, as in PyTorch.</para>
/// </remarks>
/// <example>
/// <code>
/// RescuePolicy policy = new();
/// RandomStream stream = new(seed: 1);
/// using RescuePolicy.Batch batch = new(environments: 8);
/// using Step&lt;RescuePolicy.Actions, RescuePolicy.Memory&gt; step = policy.Act(batch.Observation, stream);
/// batch.Remember(step.Memory);   // step.Memory.Hidden: (8, 128)
///
/// [MaskedPolicy]
/// public sealed partial class RescuePolicy
/// {
///     [Observation(24)]         public partial MlpEncoder Sensors { get; }
///     [Core(128)]               public partial GruCore Core { get; }
///     [ActionMask(Choices = 5)] public partial Head&lt;int&gt; Move { get; }
/// }
/// </code>
/// </example>
public class GruCore : RecurrentCore
{
    private const int Gates = 3;

    private readonly Linear fromInput;
    private readonly Linear fromHidden;

    /// <summary>Creates a core of <paramref name="width"/> units.</summary>
    /// <param name="inputs">The width of the concatenated encodings of all inputs.</param>
    /// <param name="width">The number of units, which is the width of the latent.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
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
        Tensor projected = fromHidden.call(hidden);
        Tensor gates = read.narrow(1, 0, 2 * Width).add(projected.narrow(1, 0, 2 * Width), Scalars.One).sigmoid();
        Tensor reset = gates.narrow(1, 0, Width);
        Tensor update = gates.narrow(1, Width, Width);
        Tensor candidate = read.narrow(1, 2 * Width, Width).addcmul(reset, projected.narrow(1, 2 * Width, Width), Scalars.One).tanh();
        return [candidate.lerp(hidden, update).MoveToOuterDisposeScope()];
    }

    /// <inheritdoc/>
    internal override int? Inputs => (int)fromInput.weight.size(1);
}
