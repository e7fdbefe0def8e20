using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>
/// Adam with corrected bias, on parameters in the memory of the CPU: one managed pass over a parameter, its gradient and its two moments.
/// </summary>
/// <remarks>
/// Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization", with epsilon outside of the root of the corrected second moment, as
/// PyTorch has it. The results do not depend on the width of the processor's vectors. TorchSharp's own Adam hands numbers to native code
/// that the garbage collector may release while they are read.
/// </remarks>
public sealed class Adam : ICheckpointed
{
    private readonly Parameter[] _parameters;
    private readonly int[] _starts;
    private readonly long[] _steps;
    private readonly float[] _firstMoments;
    private readonly float[] _secondMoments;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;

    /// <summary>An optimiser that has taken no step.</summary>
    /// <param name="parameters">Contiguous, of float32, on the CPU; no gradients are kept for any other.</param>
    /// <param name="learningRate">The size of a step; not negative.</param>
    /// <param name="beta1">How much of the mean gradient a step keeps: 0 to 1, the latter excluded.</param>
    /// <param name="beta2">How much of the mean squared gradient a step keeps: 0 to 1, the latter excluded.</param>
    /// <param name="epsilon">What is added to the root of the mean squared gradient; positive.</param>
    /// <exception cref="ArgumentException">A parameter is none of those; the message says which.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adam(
        IEnumerable<Parameter> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8
    )
    {
        ArgumentNullException.ThrowIfNull(parameters);
        RequireShare(beta1, nameof(beta1));
        RequireShare(beta2, nameof(beta2));
        if (!(epsilon > 0 && double.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Expected a positive number.");
        }

        (_beta1, _beta2, _epsilon, LearningRate) = (beta1, beta2, epsilon, learningRate);
        _parameters = [.. parameters];
        _starts = new int[_parameters.Length + 1];
        for (int i = 0; i < _parameters.Length; i++)
        {
            Require(_parameters[i], $"parameter {i}");
            _starts[i + 1] = checked(_starts[i] + (int)_parameters[i].numel());
        }

        _steps = new long[_parameters.Length];
        _firstMoments = new float[_starts[^1]];
        _secondMoments = new float[_starts[^1]];
    }

    /// <summary>The size of a step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double LearningRate
    {
        get;
        set =>
            field =
                value >= 0 && double.IsFinite(value)
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "Expected a number of 0 or more.");
    }

    /// <summary>Takes the gradients away. A parameter that the next loss does not depend on then has none.</summary>
    public void ZeroGrad()
    {
        foreach (Parameter parameter in _parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>
    /// Makes a step with the gradients that the parameters have, clipped together to a norm: they count <c>min(1, maxGradientNorm / (norm +
    /// 1e-6))</c> times as much, and stay as they are. A parameter without a gradient keeps its numbers and moments.
    /// </summary>
    /// <param name="maxGradientNorm">The norm that the gradient of all parameters together is clipped to; not negative.</param>
    /// <returns>That norm before it was clipped.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The norm is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException">A parameter is not what it was when the optimiser was made; then none has
    /// changed.</exception>
    public double Step(double maxGradientNorm = double.PositiveInfinity)
    {
        if (!(maxGradientNorm >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(maxGradientNorm), maxGradientNorm, "Expected a number of 0 or more.");
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor?[] gradients = [.. _parameters.Select(Gradient)];
        double norm = Math.Sqrt(gradients.Sum(gradient => gradient is null ? 0 : AdamStep.SumOfSquares(Numbers(gradient))));
        double scale = Math.Min(1, maxGradientNorm / (norm + 1e-6));
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (gradients[i] is { } gradient)
            {
                (int start, int length) = (_starts[i], _starts[i + 1] - _starts[i]);
                AdamStep step = new(++_steps[i], LearningRate, _beta1, _beta2, _epsilon, scale);
                step.Apply(
                    Numbers(_parameters[i]),
                    Numbers(gradient),
                    _firstMoments.AsSpan(start, length),
                    _secondMoments.AsSpan(start, length)
                );
            }
        }

        return norm;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_parameters.Length);
        writer.Write(_firstMoments.Length);
        writer.Write(MemoryMarshal.AsBytes<long>(_steps));
        writer.Write(MemoryMarshal.AsBytes<float>(_firstMoments));
        writer.Write(MemoryMarshal.AsBytes<float>(_secondMoments));
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        CheckpointException.Require("moments of parameters, in number", _parameters.Length, reader.ReadInt32());
        CheckpointException.Require("moments, in number", _firstMoments.Length, reader.ReadInt32());
        long[] steps = new long[_steps.Length];
        float[] firstMoments = new float[_firstMoments.Length];
        float[] secondMoments = new float[_secondMoments.Length];
        reader.ReadExactly(MemoryMarshal.AsBytes(steps.AsSpan()));
        reader.ReadExactly(MemoryMarshal.AsBytes(firstMoments.AsSpan()));
        reader.ReadExactly(MemoryMarshal.AsBytes(secondMoments.AsSpan()));
        CheckpointException.Require(
            steps.All(step => step >= 0),
            $"expected steps of Adam of 0 or more, got {steps.DefaultIfEmpty().Min()}");
        steps.CopyTo(_steps, 0);
        firstMoments.CopyTo(_firstMoments, 0);
        secondMoments.CopyTo(_secondMoments, 0);
    }

    /// <summary>The gradient of a parameter, in the order of its numbers; null where there is none.</summary>
    private Tensor? Gradient(Parameter parameter, int index)
    {
        if (parameter.grad is not { } gradient)
        {
            return null;
        }

        if (IsReadable(parameter) && !gradient.is_sparse && parameter.numel() == _starts[index + 1] - _starts[index])
        {
            return gradient.contiguous();
        }

        throw new InvalidOperationException(
            $"Adam: expected parameter {index} as it was when the optimiser was made, with a dense gradient, got {Describe(parameter)}. Make a new optimiser after a module was moved or converted."
        );
    }

    private static Span<float> Numbers(Tensor tensor) => tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static void Require(Parameter parameter, string what)
    {
        if (parameter is null || !IsReadable(parameter))
        {
            throw new ArgumentException(
                $"{nameof(Adam)}: expected {what} to be contiguous, of float32, on the CPU, got {(parameter is null ? "null" : Describe(parameter))}.",
                nameof(parameter)
            );
        }
    }

    private static bool IsReadable(Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.is_contiguous();

    private static string Describe(Tensor tensor) =>
        $"({string.Join(", ", tensor.shape)}) {tensor.dtype.ToString().ToLowerInvariant()} on {tensor.device}{(tensor.is_contiguous() ? "" : ", not contiguous")}";

    private static void RequireShare(double value, string name)
    {
        if (!(value is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a number from 0 to 1, the latter excluded.");
        }
    }
}
