using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Heads;

/// <summary>
/// Adds what other heads chose to what an actor knows: <c>relu(W x + b + Σ E c)</c>, with <c>c</c> one 1 for what was chosen, or the
/// encoding of what was pointed at.
/// </summary>
/// <remarks>
/// The auto-regressive embedding of Vinyals et al. 2019, "Grandmaster level in StarCraft II using multi-agent reinforcement learning".
/// </remarks>
internal sealed class GivenChoices : nn.Module<Tensor, Tensor[], Tensor>
{
    private readonly Linear layer;
    private readonly ModuleList<Linear> choices;

    /// <param name="inputs">Numbers that an actor knows.</param>
    /// <param name="given">Numbers in what is known of each other head's choice.</param>
    public GivenChoices(int inputs, IReadOnlyList<int> given)
        : base(nameof(GivenChoices))
    {
        layer = Layers.Dense(inputs, inputs, Layers.Hidden);
        choices = new ModuleList<Linear>([.. given.Select(numbers => Layers.Dense(numbers, inputs, Layers.Output, bias: false))]);
        register_module(nameof(layer), layer);
        register_module(nameof(choices), choices);
    }

    /// <summary>The number of other heads.</summary>
    public int Count => choices.Count;

    /// <summary>What an actor knows then.</summary>
    /// <param name="features"><c>(rows, inputs)</c>.</param>
    /// <param name="chosen">Of each other head <c>(rows, numbers)</c>; zeros where it took no action.</param>
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
