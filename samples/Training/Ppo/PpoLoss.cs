using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>The terms of the PPO objective on one minibatch. Where nothing else is said, a tensor is <c>(batch)</c>.</summary>
public static class PpoLoss
{
    private static readonly Scalar Epsilon = 1e-8;
    private static readonly Scalar Half = 0.5;

    /// <summary>Advantages of mean 0 and standard deviation 1.</summary>
    /// <param name="advantages">Of one minibatch.</param>
    public static Tensor Normalised(Tensor advantages)
    {
        ArgumentNullException.ThrowIfNull(advantages);
        using DisposeScope scope = NewDisposeScope();
        Tensor deviation = advantages.std(unbiased: false).add(Epsilon, Scalars.One);
        return advantages.sub(advantages.mean()).div(deviation).MoveToOuterDisposeScope();
    }

    /// <summary>The clipped surrogate of the joint action: the negative mean of <see cref="Surrogate"/>.</summary>
    /// <param name="logProb">log π of the actions, with gradient.</param>
    /// <param name="oldLogProb">log π_old: when the actions were taken.</param>
    /// <param name="advantages">A.</param>
    /// <param name="clip">The limits of the ratio.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Policy(Tensor logProb, Tensor oldLogProb, Tensor advantages, RatioClip clip)
    {
        using DisposeScope scope = NewDisposeScope();
        return Surrogate(logProb, oldLogProb, advantages, clip).mean().neg().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The clipped surrogate with a ratio for each part of the action, under the advantage of its row: the negative mean of
    /// <see cref="Surrogate"/> over all parts that had a choice, which are those whose old log-probability is not 0.
    /// </summary>
    /// <param name="logProb">log π of the parts <c>(batch, parts)</c>, with gradient.</param>
    /// <param name="oldLogProb">log π_old <c>(batch, parts)</c>: when the actions were taken.</param>
    /// <param name="advantages">A.</param>
    /// <param name="clip">The limits of the ratio.</param>
    /// <returns>A scalar; 0 where nobody had a choice.</returns>
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
    /// What is maximised: <c>min(r A, clip(r, 1 - range, 1 + range) A)</c> for <c>r = exp(log π - log π_old)</c>; with a dual clip c, where
    /// A is negative, not less than <c>c A</c>.
    /// </summary>
    /// <param name="logProb">log π, with gradient, of any shape.</param>
    /// <param name="oldLogProb">log π_old, of the same shape.</param>
    /// <param name="advantages">A, of the same shape or broadcast to it.</param>
    /// <param name="clip">The limits of the ratio.</param>
    /// <returns>Of the shape of <paramref name="logProb"/>.</returns>
    public static Tensor Surrogate(Tensor logProb, Tensor oldLogProb, Tensor advantages, RatioClip clip)
    {
        ArgumentNullException.ThrowIfNull(logProb);
        ArgumentNullException.ThrowIfNull(oldLogProb);
        ArgumentNullException.ThrowIfNull(advantages);
        ArgumentNullException.ThrowIfNull(clip);
        using DisposeScope scope = NewDisposeScope();
        Tensor ratio = logProb.sub(oldLogProb).exp();
        Tensor surrogate = ratio.mul(advantages).minimum(ratio.clamp(clip.Least, clip.Most).mul(advantages));
        if (clip.Dual is not null)
        {
            Tensor bounded = surrogate.maximum(advantages.mul(clip.Dual));
            surrogate = where(advantages.lt(Scalars.Zero), bounded, surrogate);
        }

        return surrogate.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Half the mean squared error of the value; with a clip range, of the worse of the value and the value kept that near to the old one.
    /// </summary>
    /// <param name="values">With gradient.</param>
    /// <param name="oldValues">The values when the actions were taken; not read without a clip range.</param>
    /// <param name="returns">What the values should have been.</param>
    /// <param name="clipRange">How far a value may leave the old one; null does not limit it.</param>
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
            using Scalar least = -clipRange.ToDouble();
            Tensor near = oldValues.add(values.sub(oldValues).clamp(least, clipRange), Scalars.One).sub(returns);
            squared = squared.maximum(near.mul(near));
        }

        return squared.mean().mul(Half).MoveToOuterDisposeScope();
    }

    /// <summary>An estimate of KL(π_old, π) from the actions taken: <c>mean((r - 1) - log r)</c>, which is never negative.</summary>
    /// <remarks>Schulman 2020, "Approximating KL Divergence".</remarks>
    /// <param name="logProb">log π of the actions.</param>
    /// <param name="oldLogProb">log π_old: when the actions were taken.</param>
    public static double ApproximateKl(Tensor logProb, Tensor oldLogProb)
    {
        ArgumentNullException.ThrowIfNull(logProb);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor logRatio = logProb.sub(oldLogProb);
        return logRatio.expm1().sub(logRatio).mean().ToDouble();
    }

    /// <summary>The share of actions whose ratio is outside of the clip range.</summary>
    /// <param name="logProb">log π of the actions.</param>
    /// <param name="oldLogProb">log π_old: when the actions were taken.</param>
    /// <param name="clip">The limits of the ratio.</param>
    public static double ClipFraction(Tensor logProb, Tensor oldLogProb, RatioClip clip)
    {
        ArgumentNullException.ThrowIfNull(oldLogProb);
        return (double)Outside(logProb, oldLogProb, clip) / Math.Max(1, oldLogProb.numel());
    }

    /// <summary>The share of parts whose ratio is outside of the clip range, among those that had a choice.</summary>
    /// <param name="logProb">log π of the parts, of any shape.</param>
    /// <param name="oldLogProb">log π_old: when the actions were taken.</param>
    /// <param name="clip">The limits of the ratio.</param>
    /// <returns>0 where nobody had a choice.</returns>
    public static double ClipFractionOfParts(Tensor logProb, Tensor oldLogProb, RatioClip clip)
    {
        ArgumentNullException.ThrowIfNull(oldLogProb);
        using DisposeScope scope = NewDisposeScope();
        return (double)Outside(logProb, oldLogProb, clip) / Math.Max(1, oldLogProb.count_nonzero().ToInt64());
    }

    private static long Outside(Tensor logProb, Tensor oldLogProb, RatioClip clip)
    {
        ArgumentNullException.ThrowIfNull(logProb);
        ArgumentNullException.ThrowIfNull(clip);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return logProb.sub(oldLogProb).expm1().abs().gt(clip.Range).count_nonzero().ToInt64();
    }
}
