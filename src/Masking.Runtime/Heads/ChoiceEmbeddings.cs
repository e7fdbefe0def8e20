using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Heads;

/// <summary>
/// Combines the features x of an actor with the choices c of the parent heads: <c>relu(W x + b + Σ E c)</c>. A choice is encoded as a
/// one-hot vector, the choice of a pointer or a subset as the mean encoding of the chosen candidates.
/// </summary>
/// <remarks>
/// The auto-regressive embedding of Vinyals et al. 2019, "Grandmaster level in StarCraft II using multi-agent reinforcement learning".
/// </remarks>
internal sealed class ChoiceEmbeddings : nn.Module<Tensor, Tensor[], Tensor>
{
    private readonly Linear layer;
    private readonly ModuleList<Linear> choices;

    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="widths">The width of the encoding of the choice of each parent head.</param>
    public ChoiceEmbeddings(int inputs, IReadOnlyList<int> widths)
        : base(nameof(ChoiceEmbeddings))
    {
        layer = Layers.Dense(inputs, inputs, Layers.Hidden);
        choices = new ModuleList<Linear>([.. widths.Select(width => Layers.Dense(width, inputs, Layers.Output, bias: false))]);
        register_module(nameof(layer), layer);
        register_module(nameof(choices), choices);
    }

    /// <summary>The number of parent heads.</summary>
    public int Count => choices.Count;

    /// <summary>Computes the conditioned features.</summary>
    /// <param name="features"><c>(rows, inputs)</c>.</param>
    /// <param name="chosen">The encoding of the choice of each parent head, <c>(rows, width)</c>; zeros where it took no action.</param>
    /// <returns><c>(rows, inputs)</c>.</returns>
    public override Tensor forward(Tensor features, Tensor[] chosen)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sum = layer.call(features);
        for (int i = 0; i < chosen.Length; i++)
        {
            sum = sum.add(choices[i].call(chosen[i]), Scalars.One);
        }

        return sum.relu().MoveToOuterDisposeScope();
    }
}
