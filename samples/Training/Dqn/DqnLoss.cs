using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>What deep Q-learning minimises.</summary>
public static class DqnLoss
{
    /// <summary>
    /// What the value of an action should have been: <c>r + γ V'</c>, and <c>r</c> where the episode was over. It has no gradient.
    /// </summary>
    /// <param name="online">What learns.</param>
    /// <param name="target">What it was some time ago.</param>
    /// <param name="transitions">The transitions.</param>
    /// <param name="discount">γ.</param>
    /// <param name="isDouble">
    /// Whether V' is the target network's value of the action that the online network likes best, and not the target network's greatest.
    /// Both look at legal actions of the next state only; where it has none V' is 0.
    /// </param>
    /// <returns><c>(batch)</c>.</returns>
    public static Tensor Targets<TObservation, TActions, TValues>(
        MaskedValueNetwork<TObservation, TActions, TValues> online,
        MaskedValueNetwork<TObservation, TActions, TValues> target,
        Transitions<TObservation, TActions> transitions,
        Scalar discount,
        bool isDouble)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TValues : IActionValues<TActions>
    {
        ArgumentNullException.ThrowIfNull(online);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(transitions);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using TValues reads = target.call(transitions.Next);
        Tensor next = Joint(isDouble ? reads.Of(online.ActGreedily(transitions.Next)) : reads.Max());
        return transitions.Rewards.add(next.mul(transitions.GoesOn).mul(discount), Scalars.One).MoveToOuterDisposeScope();
    }

    /// <summary>The mean Huber loss: half the square of an error up to 1, and beyond that its size less a half.</summary>
    /// <param name="values">The values of the actions taken <c>(batch)</c>, with gradient.</param>
    /// <param name="targets">What they should have been <c>(batch)</c>.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Huber(Tensor values, Tensor targets) => nn.functional.smooth_l1_loss(values, targets);

    /// <summary>The value of a joint action <c>(batch)</c>: the sum over its actors, where there are several.</summary>
    /// <remarks>Sunehag et al. 2018, "Value-Decomposition Networks For Cooperative Multi-Agent Learning".</remarks>
    /// <param name="values">Of the actors' shape; 0 for absent ones.</param>
    public static Tensor Joint(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.dim() == 1 ? values : values.flatten(1).sum(1);
    }
}
