using Masking.Heads;
using Masking.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>A head with one number per choice, which is linear in what its actor knows.</summary>
public abstract class ProjectedHead : ActionHead, IProjectedHead
{
    private const string WeightName = "weight";
    private const string BiasName = "bias";

    private protected ProjectedHead(string name, int inputs, int choices, double gain, int[]? given = null)
        : base(name, Checked(inputs, choices), given)
    {
        Choices = choices;
        Tensor weight = empty(choices, inputs);
        Layers.Initialize(weight, bias: null, gain);
        RegisterForGood(WeightName, weight);
        RegisterForGood(BiasName, zeros(choices));
    }

    /// <summary>The number of choices.</summary>
    public int Choices { get; }

    // Looked up each time because Module.to() puts new parameters in the place of the old ones.
    Tensor IProjectedHead.Weight => get_parameter(WeightName)!;

    Tensor IProjectedHead.Bias => get_parameter(BiasName)!;

    /// <summary>The inputs, when all sizes are seen to fit.</summary>
    private static int Checked(int inputs, int choices)
    {
        Sizes.RequireProduct([(inputs, nameof(inputs)), (choices, nameof(choices))]);
        return inputs;
    }

    /// <summary>A head built within a dispose scope outlives it, as TorchSharp's own layers do.</summary>
    private void RegisterForGood(string name, Tensor values)
    {
        Parameter parameter = new(values);
        parameter.DetachFromDisposeScope();
        register_parameter(name, parameter);
    }
}
