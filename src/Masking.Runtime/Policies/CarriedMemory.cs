using Masking.Errors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The memory of a policy in a number of environments, carried from step to step. Trainers use it for policies with and without a recurrent
/// core; for a policy without one, the memory is empty and nothing changes.
/// </summary>
/// <remarks><see cref="MaskedPolicy{TObservation, TActions, TDistribution}.CarryMemory"/> creates it.</remarks>
/// <example>
/// A loop that also works for a policy without a recurrent core:
/// <code><![CDATA[
/// using var policy = new CompassPolicy();
/// using var batch = new CompassPolicy.Batch(environments: 4);
/// using CarriedMemory<CompassPolicy.Observation, CompassPolicy.Actions> memory = policy.CarryMemory(environments: 4);
/// var stream = new RandomStream(seed: 1);
/// for (int i = 0; i < 100; i++)
/// {
///     using Step<CompassPolicy.Actions> step = policy.Act(memory.AddTo(batch.Observation), stream);
///     bool[] dones = StepEnvironments(step.Actions, batch);
///     memory.Remember(step);
///     memory.Reset(dones);
/// }
///
/// static bool[] StepEnvironments(CompassPolicy.Actions actions, CompassPolicy.Batch batch) => new bool[4];
///
/// [MaskedPolicy]
/// public sealed partial class CompassPolicy
/// {
///     [Observation(2)]          public partial MlpEncoder Needle { get; }
///     [Core(16)]                public partial LstmCore Core { get; }
///     [ActionMask(Choices = 8)] public partial Head<int> Course { get; }
/// }
/// ]]></code>
/// </example>
/// <typeparam name="TObservation">The observations of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
public abstract class CarriedMemory<TObservation, TActions> : IDisposable
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private readonly int _environments;
    private bool _isDisposed;

    private protected CarriedMemory(string policy, int environments) => (Policy, _environments) = (policy, environments);

    /// <summary>The name of the policy, for error messages.</summary>
    private protected string Policy { get; }

    /// <summary>
    /// The tensors of the memory, each <c>(environments, width)</c>; empty for a policy without a recurrent core. A checkpoint stores them.
    /// They are valid until <see cref="Remember"/> or <see cref="Reset"/> is called.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The memory was disposed.</exception>
    public IReadOnlyList<Tensor> Tensors
    {
        get
        {
            RequireAlive();
            return OwnTensors;
        }
    }

    /// <summary>Returns the observation with the memory before the step. The tensors are not copied.</summary>
    /// <param name="observation">The observation of all environments.</param>
    /// <exception cref="ObjectDisposedException">The memory was disposed.</exception>
    public TObservation AddTo(TObservation observation)
    {
        RequireAlive();
        return AddMemory(observation);
    }

    /// <summary>Replaces the memory with that after a step.</summary>
    /// <param name="step">The step, which the policy took on an observation with this memory. The caller keeps ownership.</param>
    /// <exception cref="ArgumentException">The step belongs to another policy, or to another number of environments.</exception>
    /// <exception cref="ObjectDisposedException">The memory or the step was disposed.</exception>
    public void Remember(Step<TActions> step)
    {
        RequireAlive();
        ArgumentNullException.ThrowIfNull(step);
        RequireEnvironments(step.LogProb.size(0), nameof(step));
        RememberStep(step);
    }

    /// <summary>Resets the memory of environments in which an episode starts.</summary>
    /// <param name="starts">For each environment, whether the next step is the first of an episode.</param>
    /// <exception cref="ArgumentException">The number of elements is not the number of environments.</exception>
    /// <exception cref="ObjectDisposedException">The memory was disposed.</exception>
    public void Reset(ReadOnlySpan<bool> starts)
    {
        RequireAlive();
        RequireEnvironments(starts.Length, nameof(starts));
        if (starts.Contains(true))
        {
            ResetRows(starts);
        }
    }

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (Tensor tensor in OwnTensors)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Returns the number of environments.</summary>
    public override string ToString() => $"{Name} of {_environments} environments{(_isDisposed ? " (disposed)" : "")}";

    private protected abstract IReadOnlyList<Tensor> OwnTensors { get; }

    private protected abstract TObservation AddMemory(TObservation observation);

    private protected abstract void RememberStep(Step<TActions> step);

    private protected abstract void ResetRows(ReadOnlySpan<bool> starts);

    private static string Name => TypeText.Of(typeof(CarriedMemory<TObservation, TActions>));

    private void RequireAlive()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(Name);
        }
    }

    private void RequireEnvironments(long environments, string argument)
    {
        if (environments != _environments)
        {
            throw new ArgumentException($"{Policy}: expected {_environments} environments, got {environments}.", argument);
        }
    }
}
