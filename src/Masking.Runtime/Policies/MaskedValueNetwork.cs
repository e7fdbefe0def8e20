using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>The base of every generated class with a <see cref="QHead{T}"/>: a module that gives action values.</summary>
/// <typeparam name="TObservation">What it sees.</typeparam>
/// <typeparam name="TActions">What can be done.</typeparam>
/// <typeparam name="TValues">What that is worth.</typeparam>
public abstract class MaskedValueNetwork<TObservation, TActions, TValues> : MaskedNetwork<TObservation, TValues>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TValues : IActionValues<TActions>
{
    /// <summary>A network without parts.</summary>
    /// <param name="name">Its name.</param>
    protected MaskedValueNetwork(string name)
        : base(name)
    {
    }

    /// <summary>
    /// Looks for legal values that are NaN or +inf also on devices other than the CPU, at the cost of a synchronisation a step. On the CPU
    /// they are always looked for.
    /// </summary>
    public bool ChecksValuesOnDevices { get; set; }

    /// <summary>The values of all actions, with gradient.</summary>
    /// <param name="input">A batch.</param>
    /// <exception cref="MaskShapeException">A tensor does not have the declared shape, element type or device.</exception>
    public abstract override TValues forward(TObservation input);

    /// <summary>
    /// Explores with probability <paramref name="epsilon"/>, else takes the legal actions of the greatest value; without gradient.
    /// </summary>
    /// <param name="observation">A batch.</param>
    /// <param name="epsilon">0 to 1.</param>
    /// <param name="stream">The random numbers; takes one step of it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not from 0 to 1.</exception>
    /// <exception cref="NonFiniteLogitsException">A legal value is NaN or +inf; no step of the stream was taken.</exception>
    /// <inheritdoc cref="forward" path="/exception"/>
    public TActions Act(TObservation observation, double epsilon, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        MaskedValues.RequireProbability(epsilon);
        return Take(observation, values => values.EpsilonGreedy(epsilon, stream));
    }

    /// <summary>Takes the legal actions of the greatest value, without gradient.</summary>
    /// <param name="observation">A batch.</param>
    /// <exception cref="NonFiniteLogitsException">A legal value is NaN or +inf.</exception>
    /// <inheritdoc cref="forward" path="/exception"/>
    public TActions ActGreedily(TObservation observation) => Take(observation, values => values.Greedy());

    private TActions Take(TObservation observation, Func<TValues, TActions> choose)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using MaskCapture.Suspension suspension = MaskCapture.Suspend();
        TValues values = call(observation);
        if (Device.type == DeviceType.CPU || ChecksValuesOnDevices)
        {
            values.RequireFinite();
        }

        return choose(values).MoveToOuterDisposeScope();
    }
}
