using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>The terms of the PPO objective on one minibatch. Tensors are <c>(batch)</c> unless stated otherwise.</summary>
public static class PpoLoss
{
    private static readonly Scalar Epsilon = 1e-8;
    private static readonly Scalar Half = 0.5;

    /// <summary>Normalizes advantages to mean 0 and standard deviation 1.</summary>
    /// <param name="advantages">The advantages of one minibatch.</param>
    public static Tensor Normalized(Tensor advantages)
    {
        ArgumentNullException.ThrowIfNull(advantages);
        using DisposeScope scope = NewDisposeScope();
        Tensor deviation = advantages.std(unbiased: false).add(Epsilon, Scalars.One);
        return advantages.sub(advantages.mean()).div(deviation).MoveToOuterDisposeScope();
    }

    /// <summary>The policy loss of the joint action: the negative mean of <see cref="Surrogate"/>.</summary>
    /// <param name="logProb">log π of the actions, with gradient.</param>
    /// <param name="oldLogProb">log π_old of the actions: under the policy that took them.</param>
    /// <param name="advantages">The advantages A.</param>
    /// <param name="clip">The clip range of the ratio.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Policy(Tensor logProb, Tensor oldLogProb, Tensor advantages, RatioClip clip)
    {
        using DisposeScope scope = NewDisposeScope();
        return Surrogate(logProb, oldLogProb, advantages, clip).mean().neg().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The policy loss with a separate ratio for each part of the action; all parts of a row share its advantage. It is the negative mean
    /// of <see cref="Surrogate"/> over all parts that had a choice, that is, whose old log-probability is not 0. This excludes inactive
    /// parts, and also parts whose action had probability 1, for example because no other action was legal.
    /// </summary>
    /// <param name="logProb">log π of the parts <c>(batch, parts)</c>, with gradient.</param>
    /// <param name="oldLogProb">log π_old of the parts <c>(batch, parts)</c>: under the policy that took the actions.</param>
    /// <param name="advantages">The advantages A.</param>
    /// <param name="clip">The clip range of the ratio.</param>
    /// <returns>A scalar; 0 if no part had a choice.</returns>
    public static Tensor PolicyOfParts(Tensor logProb, Tensor oldLogProb, Tensor advantages, RatioClip clip)
    {
        ArgumentNullException.ThrowIfNull(oldLogProb);
        ArgumentNullException.ThrowIfNull(advantages);
        using DisposeScope scope = NewDisposeScope();
        Tensor hadChoice = oldLogProb.ne(Scalars.Zero).to(logProb.dtype);
        Tensor surrogate = Surrogate(logProb, oldLogProb, advantages.unsqueeze(1), clip);
        return surrogate.mul(hadChoice).sum().div(hadChoice.sum().clamp_min(Scalars.One)).neg().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The clipped surrogate objective, which is maximized: <c>min(r A, clip(r, 1 - range, 1 + range) A)</c> with
    /// <c>r = exp(log π - log π_old)</c>. With a dual clip c, it is at least <c>c A</c> where A is negative.
    /// </summary>
    /// <param name="logProb">log π, with gradient; any shape.</param>
    /// <param name="oldLogProb">log π_old; the same shape.</param>
    /// <param name="advantages">The advantages A; the same shape or broadcastable to it.</param>
    /// <param name="clip">The clip range of the ratio.</param>
    /// <returns>A tensor of the shape of <paramref name="logProb"/>.</returns>
    public static Tensor Surrogate(Tensor logProb, Tensor oldLogProb, Tensor advantages, RatioClip clip)
    {
        ArgumentNullException.ThrowIfNull(logProb);
        ArgumentNullException.ThrowIfNull(oldLogProb);
        ArgumentNullException.ThrowIfNull(advantages);
        ArgumentNullException.ThrowIfNull(clip);
        using DisposeScope scope = NewDisposeScope();
        Tensor ratio = logProb.sub(oldLogProb).exp();
        Tensor surrogate = ratio.mul(advantages).minimum(ratio.clamp(clip.Min, clip.Max).mul(advantages));
        if (clip.Dual is not null)
        {
            Tensor bounded = surrogate.maximum(advantages.mul(clip.Dual));
            surrogate = where(advantages.lt(Scalars.Zero), bounded, surrogate);
        }

        return surrogate.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The value loss: half the mean squared error. With a clip range, the squared error of each row is the greater of that of the value
    /// and that of the value clipped to the range around the old value.
    /// </summary>
    /// <param name="values">The values, with gradient.</param>
    /// <param name="oldValues">The values before the update; ignored if <paramref name="clipRange"/> is null.</param>
    /// <param name="returns">The returns, which are the targets of the values.</param>
    /// <param name="clipRange">The maximum distance of the clipped value from the old value; null disables clipping.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Value(Tensor values, Tensor oldValues, Tensor returns, Scalar? clipRange)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(oldValues);
        using DisposeScope scope = NewDisposeScope();
        Tensor error = values.sub(returns);
        Tensor squared = error.mul(error);
        if (clipRange is not null)
        {
            using Scalar min = -clipRange.ToDouble();
            Tensor clippedError = oldValues.add(values.sub(oldValues).clamp(min, clipRange), Scalars.One).sub(returns);
            squared = squared.maximum(clippedError.mul(clippedError));
        }

        return squared.mean().mul(Half).MoveToOuterDisposeScope();
    }

    /// <summary>Estimates KL(π_old, π) from the actions taken: <c>mean((r - 1) - log r)</c>, which is never negative.</summary>
    /// <remarks>Schulman 2020, "Approximating KL Divergence".</remarks>
    /// <param name="logProb">log π of the actions.</param>
    /// <param name="oldLogProb">log π_old of the actions: under the policy that took them.</param>
    public static double ApproximateKl(Tensor logProb, Tensor oldLogProb)
    {
        ArgumentNullException.ThrowIfNull(logProb);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor logRatio = logProb.sub(oldLogProb);
        return logRatio.expm1().sub(logRatio).mean().ToDouble();
    }

    /// <summary>The fraction of actions whose ratio is outside of the clip range.</summary>
    /// <param name="logProb">log π of the actions.</param>
    /// <param name="oldLogProb">log π_old of the actions: under the policy that took them.</param>
    /// <param name="clip">The clip range of the ratio.</param>
    public static double ClipFraction(Tensor logProb, Tensor oldLogProb, RatioClip clip)
    {
        ArgumentNullException.ThrowIfNull(oldLogProb);
        return (double)CountOutside(logProb, oldLogProb, clip) / Math.Max(1, oldLogProb.numel());
    }

    /// <summary>The fraction of parts whose ratio is outside of the clip range, among the parts that had a choice.</summary>
    /// <param name="logProb">log π of the parts; any shape.</param>
    /// <param name="oldLogProb">log π_old of the actions: under the policy that took them.</param>
    /// <param name="clip">The clip range of the ratio.</param>
    /// <returns>The fraction; 0 if no part had a choice.</returns>
    public static double ClipFractionOfParts(Tensor logProb, Tensor oldLogProb, RatioClip clip)
    {
        ArgumentNullException.ThrowIfNull(oldLogProb);
        using DisposeScope scope = NewDisposeScope();
        return (double)CountOutside(logProb, oldLogProb, clip) / Math.Max(1, oldLogProb.count_nonzero().ToInt64());
    }

    private static long CountOutside(Tensor logProb, Tensor oldLogProb, RatioClip clip)
    {
        ArgumentNullException.ThrowIfNull(logProb);
        ArgumentNullException.ThrowIfNull(clip);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return logProb.sub(oldLogProb).expm1().abs().gt(clip.Range).count_nonzero().ToInt64();
    }
}
