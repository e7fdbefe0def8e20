using static TorchSharp.torch;

namespace Masking;

/// <summary>A policy's judgement of given actions, with gradient. The tensors belong to the caller.</summary>
public sealed class Evaluation : IDisposable
{
    private readonly Tensor? _value;

    internal Evaluation(Tensor logProb, Tensor entropy, Tensor? value)
    {
        LogProb = logProb;
        Entropy = entropy;
        _value = value;
    }

    /// <summary>The joint log-probability <c>(batch)</c> of the actions.</summary>
    public Tensor LogProb { get; }

    /// <summary>The entropy <c>(batch)</c> in nats.</summary>
    public Tensor Entropy { get; }

    /// <summary>The state values <c>(batch)</c>.</summary>
    /// <exception cref="InvalidOperationException">The policy declares no <c>[Value]</c>.</exception>
    public Tensor Value => _value ?? throw NoValue();

    /// <summary>Takes the evaluation apart.</summary>
    public void Deconstruct(out Tensor logProb, out Tensor entropy, out Tensor value) => (logProb, entropy, value) = (LogProb, Entropy, Value);

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        LogProb.Dispose();
        Entropy.Dispose();
        _value?.Dispose();
    }

    internal static InvalidOperationException NoValue() =>
        new("The policy declares no state value. Add a member: [Value] public partial ValueHead Value { get; }");
}
