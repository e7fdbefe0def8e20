using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>The terms of the PPO objective on one minibatch. Tensors are <c>(batch)</c> unless stated otherwise.</summary>
/// <remarks>
/// The methods with the argument <c>present</c> are for policies with <see cref="ValueAttribute.Each"/>: their tensors have the shape of
/// the actors, means are over the present actors, and numbers of absent actors have no effect.
/// </remarks>
/// <example>
/// The loss of a policy with a value of each actor, from a minibatch of its rollout:
/// <code><![CDATA[
/// static Tensor Loss(Evaluation evaluation, Minibatch<FlockPolicy.Observation, FlockPolicy.Actions> minibatch)
/// {
///     Tensor present = minibatch.Present!;                                                        // (batch, entities)
///     Tensor advantage = PpoLoss.Normalized(minibatch.Advantage, present);
///     Tensor policy = PpoLoss.Policy(
///         evaluation.LogProbPerActor, minibatch.LogProbPerActor, advantage, new RatioClip(0.2), present);
///     Tensor value = PpoLoss.Value(evaluation.Value, minibatch.Value, minibatch.Return, clipRange: null, present);
///     return policy + value;
/// }
///
/// [MaskedPolicy]
/// public sealed partial class FlockPolicy
/// {
///     [EntityMask(features: 4)]                       public partial DeepSetEncoder Birds { get; }
///     [ActionMask(Choices = 5, Each = nameof(Birds))] public partial Head<int> Heading { get; }
///     [Value(Each = nameof(Birds))]                   public partial ValueHead Value { get; }
/// }
/// ]]></code>
/// </example>
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

    /// <summary>Normalizes the advantages of present actors to mean 0 and standard deviation 1.</summary>
    /// <param name="advantages">The advantages of one minibatch, of the shape of the actors.</param>
    /// <param name="present">Whether an actor is present; bool of the same shape.</param>
    /// <returns>A tensor of the same shape; 0 for absent actors.</returns>
    public static Tensor Normalized(Tensor advantages, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor ofPresent = Select(advantages, present);
        Tensor normalized = zeros_like(advantages);
        return (ofPresent.numel() == 0 ? normalized : normalized.masked_scatter(present, Normalized(ofPresent))).MoveToOuterDisposeScope();
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

    /// <summary>The policy loss of the joint action of each actor: the negative mean of <see cref="Surrogate"/> over the present.</summary>
    /// <param name="logProb">log π of the actions of each actor, with gradient; of the shape of the actors.</param>
    /// <param name="oldLogProb">log π_old of the actions: under the policy that took them.</param>
    /// <param name="advantages">The advantages A.</param>
    /// <param name="clip">The clip range of the ratio.</param>
    /// <param name="present">Whether an actor is present; bool of the shape of the actors.</param>
    /// <returns>A scalar; 0 if no actor is present.</returns>
    public static Tensor Policy(Tensor logProb, Tensor oldLogProb, Tensor advantages, RatioClip clip, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        return MeanOrZero(Surrogate(Select(logProb, present), Select(oldLogProb, present), Select(advantages, present), clip))
            .neg().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The policy loss with a separate ratio for each part of the action. It is the negative mean
    /// of <see cref="Surrogate"/> over all parts that had a choice, that is, whose old log-probability is not 0. This excludes inactive
    /// parts, and also parts whose action had probability 1, for example because no other action was legal.
    /// </summary>
    /// <param name="logProb">log π of the parts <c>(batch, parts)</c>, with gradient.</param>
    /// <param name="oldLogProb">log π_old of the parts <c>(batch, parts)</c>: under the policy that took the actions.</param>
    /// <param name="advantages">
    /// The advantages A: <c>(batch)</c>, which all parts of a row share, or <c>(batch, parts)</c>, for example of the actors of a row.
    /// </param>
    /// <param name="clip">The clip range of the ratio.</param>
    /// <returns>A scalar; 0 if no part had a choice.</returns>
    public static Tensor PolicyOfParts(Tensor logProb, Tensor oldLogProb, Tensor advantages, RatioClip clip)
    {
        ArgumentNullException.ThrowIfNull(oldLogProb);
        ArgumentNullException.ThrowIfNull(advantages);
        using DisposeScope scope = NewDisposeScope();
        Tensor hadChoice = oldLogProb.ne(Scalars.Zero).to(logProb.dtype);
        Tensor perPart = advantages.dim() == 1 ? advantages.unsqueeze(1) : advantages;
        Tensor surrogate = Surrogate(logProb, oldLogProb, perPart, clip);
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
        using DisposeScope scope = NewDisposeScope();
        return SquaredError(values, oldValues, returns, clipRange).mean().mul(Half).MoveToOuterDisposeScope();
    }

    /// <summary>The value loss of present actors, which each have a value.</summary>
    /// <param name="values">The values, with gradient; of the shape of the actors.</param>
    /// <param name="oldValues">The values before the update; ignored if <paramref name="clipRange"/> is null.</param>
    /// <param name="returns">The returns, which are the targets of the values.</param>
    /// <param name="clipRange">The maximum distance of the clipped value from the old value; null disables clipping.</param>
    /// <param name="present">Whether an actor is present; bool of the shape of the actors.</param>
    /// <returns>A scalar; 0 if no actor is present.</returns>
    public static Tensor Value(Tensor values, Tensor oldValues, Tensor returns, Scalar? clipRange, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        return MeanOrZero(SquaredError(Select(values, present), Select(oldValues, present), Select(returns, present), clipRange))
            .mul(Half).MoveToOuterDisposeScope();
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

    /// <summary>Estimates KL(π_old, π) of a present actor, as <see cref="ApproximateKl(Tensor, Tensor)"/> of the joint action.</summary>
    /// <param name="logProb">log π of the actions of each actor; of the shape of the actors.</param>
    /// <param name="oldLogProb">log π_old of the actions: under the policy that took them.</param>
    /// <param name="present">Whether an actor is present; bool of the shape of the actors.</param>
    /// <returns>The estimate; 0 if no actor is present.</returns>
    public static double ApproximateKl(Tensor logProb, Tensor oldLogProb, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor ofPresent = Select(logProb, present);
        return ofPresent.numel() == 0 ? 0 : ApproximateKl(ofPresent, Select(oldLogProb, present));
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

    /// <summary>The fraction of present actors whose ratio is outside of the clip range.</summary>
    /// <param name="logProb">log π of the actions of each actor; of the shape of the actors.</param>
    /// <param name="oldLogProb">log π_old of the actions: under the policy that took them.</param>
    /// <param name="clip">The clip range of the ratio.</param>
    /// <param name="present">Whether an actor is present; bool of the shape of the actors.</param>
    /// <returns>The fraction; 0 if no actor is present.</returns>
    public static double ClipFraction(Tensor logProb, Tensor oldLogProb, RatioClip clip, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        return ClipFraction(Select(logProb, present), Select(oldLogProb, present), clip);
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

    /// <summary>The squared error of each value; with a clip range, the greater of that of the value and of the clipped value.</summary>
    private static Tensor SquaredError(Tensor values, Tensor oldValues, Tensor returns, Scalar? clipRange)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(oldValues);
        Tensor error = values.sub(returns);
        Tensor squared = error.mul(error);
        if (clipRange is not null)
        {
            using Scalar min = -clipRange.ToDouble();
            Tensor clippedError = oldValues.add(values.sub(oldValues).clamp(min, clipRange), Scalars.One).sub(returns);
            squared = squared.maximum(clippedError.mul(clippedError));
        }

        return squared;
    }

    /// <summary>Selects the numbers of present actors: <c>(actors)</c>.</summary>
    private static Tensor Select(
        Tensor numbers, Tensor present, [CallerArgumentExpression(nameof(numbers))] string argument = "")
    {
        ArgumentNullException.ThrowIfNull(numbers, argument);
        ArgumentNullException.ThrowIfNull(present);
        if (!numbers.shape.AsSpan().SequenceEqual(present.shape))
        {
            throw new ArgumentException(
                $"expected {argument} of the shape of present, ({string.Join(", ", present.shape)}), got "
                    + $"({string.Join(", ", numbers.shape)}).",
                argument);
        }

        return numbers.masked_select(present);
    }

    /// <summary>The mean of numbers; 0, with gradient 0, if there are none.</summary>
    private static Tensor MeanOrZero(Tensor numbers) => numbers.numel() == 0 ? numbers.sum() : numbers.mean();

    private static long CountOutside(Tensor logProb, Tensor oldLogProb, RatioClip clip)
    {
        ArgumentNullException.ThrowIfNull(logProb);
        ArgumentNullException.ThrowIfNull(clip);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return logProb.sub(oldLogProb).expm1().abs().gt(clip.Range).count_nonzero().ToInt64();
    }
}
