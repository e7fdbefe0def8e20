using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>The loss of deep Q-learning.</summary>
public static class DqnLoss
{
    /// <summary>
    /// Computes the targets of the action values, without gradient: <c>r + γ V'</c>, or <c>r</c> where the next state is terminal.
    /// </summary>
    /// <param name="online">The online network.</param>
    /// <param name="target">The target network.</param>
    /// <param name="transitions">The transitions.</param>
    /// <param name="discount">The discount γ.</param>
    /// <param name="isDouble">
    /// If true, V' is the target network's value of the action that the online network ranks highest (double DQN). If false, V' is the
    /// greatest value of the target network. Both consider only the legal actions of the next state; V' is 0 if there are none.
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
        using TValues values = target.call(transitions.NextObservation);
        Tensor next = Joint(isDouble ? values.Of(online.ActGreedily(transitions.NextObservation)) : values.Max());
        return transitions.Rewards.add(next.mul(transitions.NonTerminal).mul(discount), Scalars.One).MoveToOuterDisposeScope();
    }

    /// <summary>The mean Huber loss: <c>e² / 2</c> for an error e of at most 1, <c>|e| - 1/2</c> for greater ones.</summary>
    /// <param name="values">The values of the actions taken <c>(batch)</c>, with gradient.</param>
    /// <param name="targets">The targets <c>(batch)</c>.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Huber(Tensor values, Tensor targets) => nn.functional.smooth_l1_loss(values, targets);

    /// <summary>The value of a joint action <c>(batch)</c>: the sum of the values of its actors.</summary>
    /// <remarks>Sunehag et al. 2018, "Value-Decomposition Networks For Cooperative Multi-Agent Learning".</remarks>
    /// <param name="values">The values of the actors, <c>(batch)</c> or <c>(batch, actors…)</c>; 0 for absent actors.</param>
    public static Tensor Joint(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.dim() == 1 ? values : values.flatten(1).sum(1);
    }
}
