using Masking.CompilerServices;
using Masking.Errors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>What a policy did on a batch. The tensors belong to the caller.</summary>
/// <typeparam name="TActions">The policy's actions.</typeparam>
public class Step<TActions> : IDisposable where TActions : ITensorRecord<TActions>
{
    private readonly TActions _actions;
    private readonly Tensor _logProb;
    private readonly Tensor? _value;

    internal Step(TActions actions, Tensor logProb, Tensor? value)
    {
        _actions = actions;
        _logProb = logProb;
        _value = value;
    }

    /// <summary>The actions taken.</summary>
    /// <exception cref="ObjectDisposedException">The step was disposed.</exception>
    public TActions Actions
    {
        get
        {
            Alive.Require(IsDisposed, this);
            return _actions;
        }
    }

    /// <summary>Their joint log-probability <c>(batch)</c>.</summary>
    /// <exception cref="ObjectDisposedException">The step was disposed.</exception>
    public Tensor LogProb
    {
        get
        {
            Alive.Require(IsDisposed, this);
            return _logProb;
        }
    }

    /// <summary>The state values <c>(batch)</c>.</summary>
    /// <exception cref="InvalidOperationException">The policy declares no <c>[Value]</c>.</exception>
    /// <exception cref="ObjectDisposedException">The step was disposed.</exception>
    public Tensor Value
    {
        get
        {
            Alive.Require(IsDisposed, this);
            return _value ?? throw Evaluation.NoValue();
        }
    }

    /// <summary>Whether the tensors were released.</summary>
    private protected bool IsDisposed { get; private set; }

    /// <summary>What <see cref="ToString"/> says of the step.</summary>
    private protected virtual (string? Name, object? Value)[] Members =>
        [("Actions", RecordText.Of(_actions)), ("LogProb", _logProb), .. _value is null ? []
            : new (string?, object?)[] { ("Value", _value) }];

    /// <summary>Takes the step apart.</summary>
    public void Deconstruct(out TActions actions, out Tensor logProb, out Tensor value) =>
        (actions, logProb, value) = (Actions, LogProb, Value);

    /// <summary>Releases the tensors.</summary>
    public virtual void Dispose()
    {
        IsDisposed = true;
        _actions.DisposeTensors();
        _logProb.Dispose();
        _value?.Dispose();
    }

    /// <summary>Shapes and element types, and the values of small tensors.</summary>
    public sealed override string ToString() => RecordText.Of("Step", IsDisposed, Members);
}
