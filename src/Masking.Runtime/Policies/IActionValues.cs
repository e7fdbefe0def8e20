using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The values of the legal actions on a batch of observations. The generated <c>Values</c> types implement the interface.
/// </summary>
/// <typeparam name="TActions">The actions of the network.</typeparam>
public interface IActionValues<TActions> : IDisposable
    where TActions : ITensorRecord<TActions>
{
    /// <summary>
    /// Returns the legal action with the greatest value for each actor. The lowest index wins a tie; -1 means that no action is legal.
    /// </summary>
    TActions Greedy();

    /// <summary>
    /// Returns a uniformly random legal action with probability <paramref name="epsilon"/>, otherwise the greedy action. Every actor
    /// decides independently.
    /// </summary>
    /// <param name="epsilon">The probability of exploring, from 0 to 1.</param>
    /// <param name="stream">The random stream. The call takes one step of it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not from 0 to 1.</exception>
    TActions EpsilonGreedy(double epsilon, RandomStream stream);

    /// <summary>
    /// Returns the greatest value of the legal actions, with gradients: <c>(batch)</c>, <c>(batch, entities)</c> or
    /// <c>(batch, height, width)</c>. The value is 0 if no action is legal, and for absent actors.
    /// </summary>
    Tensor Max();

    /// <summary>Throws if a legal value is NaN or +inf. The default implementation does nothing.</summary>
    /// <exception cref="NonFiniteLogitsException">A legal value is NaN or +inf.</exception>
    void RequireFinite()
    {
    }

    /// <summary>
    /// Returns the values of the given actions, with gradients: <c>(batch)</c>, <c>(batch, entities)</c> or <c>(batch, height, width)</c>.
    /// The value is -inf for a masked action, and 0 for no action and for absent actors.
    /// </summary>
    /// <param name="actions">The actions, int64 of the same shape.</param>
    /// <exception cref="MaskShapeException">The actions have another shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is out of range.</exception>
    Tensor Of(TActions actions);
}
