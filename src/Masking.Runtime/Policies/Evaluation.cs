using Masking.CompilerServices;
using Masking.Errors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>A policy's judgement of given actions, with gradient. The tensors belong to the caller.</summary>
public sealed class Evaluation : IDisposable
{
    private readonly Tensor _logProb;
    private readonly Tensor _entropy;
    private readonly Tensor? _value;
    private bool _isDisposed;

    internal Evaluation(Tensor logProb, Tensor entropy, Tensor? value)
    {
        _logProb = logProb;
        _entropy = entropy;
        _value = value;
    }

    /// <summary>The joint log-probability <c>(batch)</c> of the actions.</summary>
    /// <exception cref="ObjectDisposedException">The evaluation was disposed.</exception>
    public Tensor LogProb
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _logProb;
        }
    }

    /// <summary>The entropy <c>(batch)</c> in nats.</summary>
    /// <exception cref="ObjectDisposedException">The evaluation was disposed.</exception>
    public Tensor Entropy
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _entropy;
        }
    }

    /// <summary>The state values <c>(batch)</c>.</summary>
    /// <exception cref="InvalidOperationException">The policy declares no <c>[Value]</c>.</exception>
    /// <exception cref="ObjectDisposedException">The evaluation was disposed.</exception>
    public Tensor Value
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _value ?? throw NoValue();
        }
    }

    /// <summary>Takes the evaluation apart.</summary>
    public void Deconstruct(out Tensor logProb, out Tensor entropy, out Tensor value) =>
        (logProb, entropy, value) = (LogProb, Entropy, Value);

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _logProb.Dispose();
        _entropy.Dispose();
        _value?.Dispose();
    }

    /// <summary>Shapes and element types, and the values of small tensors.</summary>
    public override string ToString() =>
        RecordText.Of("Evaluation", _isDisposed, [("LogProb", _logProb), ("Entropy", _entropy), .. _value is null ? []
            : new (string?, object?)[] { ("Value", _value) }]);

    internal static InvalidOperationException NoValue() =>
        new("The policy declares no state value. Add a member: [Value] public partial ValueHead Value { get; }");
}
