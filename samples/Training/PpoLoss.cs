using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>The terms of the PPO objective on one minibatch. Every tensor given is <c>(batch)</c>.</summary>
public static class PpoLoss
{
    private const double Epsilon = 1e-8;

    /// <summary>Advantages of mean 0 and standard deviation 1.</summary>
    /// <param name="advantages">Of one minibatch.</param>
    public static Tensor Normalised(Tensor advantages)
    {
        ArgumentNullException.ThrowIfNull(advantages);
        using DisposeScope scope = NewDisposeScope();
        Tensor deviation = advantages.std(unbiased: false).add(Epsilon);
        return advantages.sub(advantages.mean()).div(deviation).MoveToOuterDisposeScope();
    }

    /// <summary>The clipped surrogate: <c>-mean(min(r A, clip(r, 1 - range, 1 + range) A))</c> for <c>r = exp(log π - log π_old)</c>.</summary>
    /// <param name="logProb">log π of the actions, with gradient.</param>
    /// <param name="oldLogProb">log π_old: when the actions were taken.</param>
    /// <param name="advantages">A.</param>
    /// <param name="clipRange">How far the ratio may leave 1.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Policy(Tensor logProb, Tensor oldLogProb, Tensor advantages, double clipRange)
    {
        ArgumentNullException.ThrowIfNull(logProb);
        using DisposeScope scope = NewDisposeScope();
        Tensor ratio = logProb.sub(oldLogProb).exp();
        Tensor clipped = ratio.clamp(1 - clipRange, 1 + clipRange);
        return ratio.mul(advantages).minimum(clipped.mul(advantages)).mean().neg().MoveToOuterDisposeScope();
    }

    /// <summary>Half the mean squared error of the value.</summary>
    /// <param name="values">With gradient.</param>
    /// <param name="returns">What the values should have been.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Value(Tensor values, Tensor returns)
    {
        ArgumentNullException.ThrowIfNull(values);
        using DisposeScope scope = NewDisposeScope();
        return values.sub(returns).square().mean().mul(0.5).MoveToOuterDisposeScope();
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
    /// <param name="clipRange">How far the ratio may leave 1.</param>
    public static double ClipFraction(Tensor logProb, Tensor oldLogProb, double clipRange)
    {
        ArgumentNullException.ThrowIfNull(logProb);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return logProb.sub(oldLogProb).expm1().abs().gt(clipRange).to(ScalarType.Float32).mean().ToDouble();
    }
}
