using Masking.Heads;
using Masking.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Base class of <see cref="Head{T}"/> and <see cref="QHead{T}"/>: a dense layer computes one number per choice from the features of an
/// actor. It cannot be derived from outside of the library.
/// </summary>
/// <example>
/// <code>
/// ProjectedHead command = new Head&lt;bool&gt;(inputs: 64, choices: 2);
/// Tensor weight = command.state_dict()["weight"];   // (2, 64)
/// </code>
/// </example>
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
        RegisterDetached(WeightName, weight);
        RegisterDetached(BiasName, zeros(choices));
    }

    /// <summary>The number of choices or bits. For a record struct, the sum over all parameters.</summary>
    public int Choices { get; }

    // They are looked up at every call, because Module.to() replaces parameters by new ones.
    Tensor IProjectedHead.Weight => get_parameter(WeightName)!;

    Tensor IProjectedHead.Bias => get_parameter(BiasName)!;

    /// <summary>Requires valid sizes, and returns the number of inputs.</summary>
    private static int Checked(int inputs, int choices)
    {
        Sizes.RequireProduct([(inputs, nameof(inputs)), (choices, nameof(choices))]);
        return inputs;
    }

    /// <summary>
    /// Registers a parameter that does not belong to a dispose scope, so that the head outlives the scope in which it was created, as the
    /// layers of TorchSharp do.
    /// </summary>
    private void RegisterDetached(string name, Tensor values)
    {
        Parameter parameter = new(values);
        parameter.DetachFromDisposeScope();
        register_parameter(name, parameter);
    }
}
