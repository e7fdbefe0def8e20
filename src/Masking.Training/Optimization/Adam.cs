using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>
/// The Adam optimizer with bias correction for CPU parameters. Each step is one managed pass over a parameter, its gradient and its
/// moments.
/// </summary>
/// <remarks>
/// Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization", with epsilon added outside of the square root of the corrected
/// second moment, as in PyTorch. The results do not depend on the vector width of the processor. This class replaces TorchSharp's own Adam,
/// which passes scalars to native code that the garbage collector may release while they are read.
/// </remarks>
public sealed class Adam : ICheckpointable
{
    private readonly Parameter[] _parameters;
    private readonly int[] _offsets;
    private readonly long[] _steps;
    private readonly float[] _firstMoments;
    private readonly float[] _secondMoments;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;

    /// <summary>Creates an optimizer.</summary>
    /// <param name="parameters">The parameters: contiguous, float32, on the CPU.</param>
    /// <param name="learningRate">The learning rate α; at least 0.</param>
    /// <param name="beta1">The decay rate β1 of the first moment, in [0, 1).</param>
    /// <param name="beta2">The decay rate β2 of the second moment, in [0, 1).</param>
    /// <param name="epsilon">The constant ε added to the root of the second moment; positive.</param>
    /// <exception cref="ArgumentException">A parameter is not contiguous, not float32 or not on the CPU; the message contains its
    /// index.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Adam(
        IEnumerable<Parameter> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8
    )
    {
        ArgumentNullException.ThrowIfNull(parameters);
        RequireDecayRate(beta1, nameof(beta1));
        RequireDecayRate(beta2, nameof(beta2));
        if (!(epsilon > 0 && double.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Expected a positive number.");
        }

        (_beta1, _beta2, _epsilon, LearningRate) = (beta1, beta2, epsilon, learningRate);
        _parameters = [.. parameters];
        _offsets = new int[_parameters.Length + 1];
        for (int i = 0; i < _parameters.Length; i++)
        {
            Require(_parameters[i], $"parameter {i}");
            _offsets[i + 1] = checked(_offsets[i] + (int)_parameters[i].numel());
        }

        _steps = new long[_parameters.Length];
        _firstMoments = new float[_offsets[^1]];
        _secondMoments = new float[_offsets[^1]];
    }

    /// <summary>The learning rate α.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double LearningRate
    {
        get;
        set =>
            field =
                value >= 0 && double.IsFinite(value)
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "Expected a number of 0 or more.");
    }

    /// <summary>Sets all gradients to null.</summary>
    public void ZeroGrad()
    {
        foreach (Parameter parameter in _parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>
    /// Takes a step. The gradients are scaled by <c>min(1, maxGradientNorm / (norm + 1e-6))</c> for the step; the gradient tensors are not
    /// changed. A parameter without a gradient keeps its values and moments.
    /// </summary>
    /// <param name="maxGradientNorm">The maximum norm of the gradient of all parameters together; at least 0.</param>
    /// <returns>The norm of the gradient before clipping.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxGradientNorm"/> is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException">A gradient is sparse or not finite, or a parameter was moved, converted or resized after
    /// the optimizer was created. No parameter is changed.</exception>
    public double Step(double maxGradientNorm = double.PositiveInfinity)
    {
        using DisposeScope scope = NewDisposeScope();
        return Step([.. _parameters.Select(parameter => parameter.grad)], maxGradientNorm);
    }

    /// <summary>Takes a step with given gradients instead of those of the parameters.</summary>
    /// <param name="gradients">The gradient of each parameter; null for a parameter that keeps its values and moments.</param>
    /// <param name="maxGradientNorm">The maximum norm of the gradient of all parameters together; at least 0.</param>
    /// <returns>The norm of the gradient before clipping.</returns>
    /// <inheritdoc cref="Step(double)" path="/exception"/>
    /// <exception cref="ArgumentException">The number of gradients is not the number of parameters.</exception>
    public double Step(IReadOnlyList<Tensor?> gradients, double maxGradientNorm = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.Count != _parameters.Length)
        {
            throw new ArgumentException(
                $"{nameof(Adam)}: expected {_parameters.Length} gradients, one for each parameter, got {gradients.Count}.",
                nameof(gradients));
        }

        if (!(maxGradientNorm >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(maxGradientNorm), maxGradientNorm, "Expected a number of 0 or more.");
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor?[] contiguous = [.. _parameters.Select((_, i) => Contiguous(i, gradients[i]))];
        double norm = Math.Sqrt(contiguous.Sum(gradient => gradient is null ? 0 : AdamStep.SumOfSquares(Numbers(gradient))));
        if (!double.IsFinite(norm))
        {
            int index = Array.FindIndex(contiguous, each => each is not null && !double.IsFinite(AdamStep.SumOfSquares(Numbers(each))));
            throw new InvalidOperationException(
                $"{nameof(Adam)}: expected a finite gradient, got NaN or infinity for parameter {index}. No parameter was changed. "
                    + "The loss has overflowed: use smaller rewards or a smaller learning rate.");
        }

        double scale = Math.Min(1, maxGradientNorm / (norm + 1e-6));
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (contiguous[i] is { } gradient)
            {
                (int start, int length) = (_offsets[i], _offsets[i + 1] - _offsets[i]);
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
        CheckpointException.RequireEqual("number of parameters with moments", _parameters.Length, reader.ReadInt32());
        CheckpointException.RequireEqual("number of moments", _firstMoments.Length, reader.ReadInt32());
        long[] steps = new long[_steps.Length];
        float[] firstMoments = new float[_firstMoments.Length];
        float[] secondMoments = new float[_secondMoments.Length];
        reader.ReadExactly(MemoryMarshal.AsBytes(steps.AsSpan()));
        reader.ReadExactly(MemoryMarshal.AsBytes(firstMoments.AsSpan()));
        reader.ReadExactly(MemoryMarshal.AsBytes(secondMoments.AsSpan()));
        CheckpointException.Require(
            steps.All(step => step >= 0),
            $"expected step counts of Adam of 0 or more, got {steps.DefaultIfEmpty().Min()}");
        steps.CopyTo(_steps, 0);
        firstMoments.CopyTo(_firstMoments, 0);
        secondMoments.CopyTo(_secondMoments, 0);
    }

    /// <summary>Returns the gradient of a parameter as a contiguous tensor; null if there is none.</summary>
    private Tensor? Contiguous(int index, Tensor? gradient)
    {
        if (gradient is null)
        {
            return null;
        }

        Parameter parameter = _parameters[index];
        int length = _offsets[index + 1] - _offsets[index];
        if (IsReadable(parameter) && !gradient.is_sparse && parameter.numel() == length && gradient.numel() == length)
        {
            return gradient.contiguous();
        }

        throw new InvalidOperationException(
            $"Adam: expected parameter {index} as it was when the optimizer was created, with a dense gradient, got {Describe(parameter)}. "
                + "Create a new optimizer after a module was moved or converted."
        );
    }

    private static Span<float> Numbers(Tensor tensor) => tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static void Require(Parameter parameter, string name)
    {
        if (parameter is null || !IsReadable(parameter))
        {
            throw new ArgumentException(
                $"{nameof(Adam)}: expected {name} to be contiguous, float32 and on the CPU, "
                    + $"got {(parameter is null ? "null" : Describe(parameter))}.",
                nameof(parameter)
            );
        }
    }

    private static bool IsReadable(Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.is_contiguous();

    private static string Describe(Tensor tensor) =>
        $"({string.Join(", ", tensor.shape)}) {tensor.dtype.ToString().ToLowerInvariant()} on {tensor.device}"
        + (tensor.is_contiguous() ? "" : ", not contiguous");

    private static void RequireDecayRate(double value, string name)
    {
        if (!(value is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a number of at least 0 and less than 1.");
        }
    }
}
