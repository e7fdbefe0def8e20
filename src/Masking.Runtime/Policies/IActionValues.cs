using static TorchSharp.torch;

namespace Masking;

/// <summary>What actions are worth on a batch of observations, over legal actions only: the generated <c>Values</c>.</summary>
/// <typeparam name="TActions">The network's actions.</typeparam>
public interface IActionValues<TActions> : IDisposable
    where TActions : ITensorRecord<TActions>
{
    /// <summary>The legal actions of the greatest value, ties to the lowest index; -1 where no action is legal.</summary>
    TActions Greedy();

    /// <summary>
    /// With probability <paramref name="epsilon"/>, of every actor for itself, a uniformly random legal action, else the greedy one.
    /// </summary>
    /// <param name="epsilon">0 to 1.</param>
    /// <param name="stream">The random numbers; takes one step of it.</param>
    TActions EpsilonGreedy(double epsilon, RandomStream stream);

    /// <summary>
    /// The greatest value over legal actions, of the actors' shape, with gradient; 0 where no action is legal, and for absent actors.
    /// </summary>
    Tensor Max();

    /// <summary>Refuses values by which nothing can be chosen. The default refuses nothing.</summary>
    /// <exception cref="NonFiniteLogitsException">A legal value is NaN or +inf.</exception>
    void RequireFinite()
    {
    }

    /// <summary>
    /// The values of given actions, of the actors' shape, with gradient; -inf for a masked action, 0 for no action and for absent actors.
    /// </summary>
    /// <param name="actions">The actions of this batch.</param>
    Tensor Of(TActions actions);
}
