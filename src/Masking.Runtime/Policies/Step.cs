using static TorchSharp.torch;

namespace Masking;

/// <summary>What a policy did on a batch. The tensors belong to the caller.</summary>
/// <typeparam name="TActions">The policy's actions.</typeparam>
public class Step<TActions> : IDisposable where TActions : ITensorRecord<TActions>
{
    private readonly Tensor? _value;

    internal Step(TActions actions, Tensor logProb, Tensor? value)
    {
        Actions = actions;
        LogProb = logProb;
        _value = value;
    }

    /// <summary>The actions taken.</summary>
    public TActions Actions { get; }

    /// <summary>Their joint log-probability <c>(batch)</c>.</summary>
    public Tensor LogProb { get; }

    /// <summary>The state values <c>(batch)</c>.</summary>
    /// <exception cref="InvalidOperationException">The policy declares no <c>[Value]</c>.</exception>
    public Tensor Value => _value ?? throw Evaluation.NoValue();

    /// <summary>The same; null where the policy declares none.</summary>
    internal Tensor? ValueOrNull => _value;

    /// <summary>Takes the step apart.</summary>
    public void Deconstruct(out TActions actions, out Tensor logProb, out Tensor value) => (actions, logProb, value) = (Actions, LogProb, Value);

    /// <summary>Releases the tensors.</summary>
    public virtual void Dispose()
    {
        Actions.DisposeTensors();
        LogProb.Dispose();
        _value?.Dispose();
    }
}
