using Masking.Choices;
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

    private protected ProjectedHead(string name, int inputs, int choices, double gain, int[]? given = null, int numbers = 0)
        : base(name, Checked(inputs, choices, numbers), given)
    {
        (Choices, Numbers) = (choices, numbers);
        Tensor weight = empty(Columns, inputs);
        Layers.Initialize(weight, bias: null, gain);
        SetScalesToZero(weight);
        RegisterDetached(WeightName, weight);
        RegisterDetached(BiasName, zeros(Columns));
    }

    /// <summary>The number of choices or bits, without numbers from intervals. For a record struct, the sum over all parameters.</summary>
    public int Choices { get; }

    /// <summary>The number of numbers from intervals.</summary>
    public int Numbers { get; }

    /// <summary>The number of outputs: one for each choice, and two for each number.</summary>
    internal int Columns => Choices + (NumberForm.Columns * Numbers);

    // They are looked up at every call, because Module.to() replaces parameters by new ones.
    Tensor IProjectedHead.Weight => get_parameter(WeightName)!;

    Tensor IProjectedHead.Bias => get_parameter(BiasName)!;

    /// <summary>Requires valid sizes, and returns the number of inputs.</summary>
    private static int Checked(int inputs, int choices, int numbers)
    {
        if (numbers != 0)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(choices);
            Sizes.RequireProduct([(inputs, nameof(inputs)), (numbers, nameof(numbers)), (NumberForm.Columns, nameof(numbers))]);
        }

        // Choices and numbers together, in 64 bits.
        long columns = choices + ((long)NumberForm.Columns * numbers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, int.MaxValue, nameof(numbers));
        Sizes.RequireProduct([(inputs, nameof(inputs)), ((int)columns, nameof(choices))]);
        return inputs;
    }

    /// <summary>Sets the weights of the logarithms of scales to 0, so that they are 0 initially.</summary>
    private void SetScalesToZero(Tensor weight)
    {
        for (int number = 0; number < Numbers; number++)
        {
            using Tensor scale = weight.narrow(0, Choices + (NumberForm.Columns * number) + 1, 1);
            scale.zero_().Dispose();
        }
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
