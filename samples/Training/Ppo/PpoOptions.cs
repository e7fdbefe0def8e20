namespace Masking.Samples.Training;

/// <summary>The settings of proximal policy optimisation.</summary>
/// <remarks>Schulman et al. 2017, "Proximal Policy Optimization Algorithms".</remarks>
public sealed record PpoOptions
{
    /// <summary>How often an update goes over its rollout.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>Parts that the rollout is split into, anew in every epoch; each makes one step of the optimiser.</summary>
    public int Minibatches { get; init; } = 4;

    /// <summary>The step size of Adam.</summary>
    public double LearningRate { get; init; } = 7e-4;

    /// <summary>The environment steps over which the learning rate falls linearly to 0; null keeps it.</summary>
    public long? AnnealingSteps { get; init; }

    /// <summary>What a reward is worth one step later: gamma.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>
    /// Whether two sides of a game take turns, each seeing it from its own side, so that what comes after a step is worth its opposite:
    /// with the discount γ and the decay λ, <c>δ = r - γ V' - V</c> and <c>A = δ - γ λ A'</c>. The reward of a win is then all that is
    /// needed: the loss of the other side follows.
    /// </summary>
    public bool AlternatesSides { get; init; }

    /// <summary>How far advantages look ahead before they trust the value: lambda of generalised advantage estimation.</summary>
    public double AdvantageDecay { get; init; } = 0.95;

    /// <summary>How far the probability ratio may leave 1 before its gradient is cut off.</summary>
    public double ClipRange { get; init; } = 0.2;

    /// <summary>
    /// The most that the ratio counts for where the advantage is negative, above 1; null does not limit it: Ye et al. 2020, "Mastering
    /// Complex Control in MOBA Games with Deep Reinforcement Learning".
    /// </summary>
    public double? DualClip { get; init; }

    /// <summary>What has a ratio of its own.</summary>
    public RatioOf RatioOf { get; init; } = RatioOf.JointAction;

    /// <summary>How far a value may leave the one of the rollout before its gradient is cut off; null does not limit it.</summary>
    public double? ValueClipRange { get; init; }

    /// <summary>An update ends early after an epoch in which the mean approximate KL divergence was more than this; null never.</summary>
    public double? TargetKl { get; init; }

    /// <summary>The weight of the entropy bonus.</summary>
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>The weight of the value loss.</summary>
    public double ValueWeight { get; init; } = 0.5;

    /// <summary>The norm that the gradient of all parameters together is clipped to.</summary>
    public double MaxGradientNorm { get; init; } = 0.5;

    /// <summary>The number of finished episodes that the reported mean return is over.</summary>
    public int RecentEpisodes { get; init; } = 64;

    /// <summary>The seed of the sampled actions and of the minibatches.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The learning rate at some time.</summary>
    /// <param name="environmentSteps">Steps taken before the update.</param>
    public double LearningRateAt(long environmentSteps) =>
        AnnealingSteps is { } steps ? LearningRate * Math.Max(0, 1 - ((double)environmentSteps / steps)) : LearningRate;
}
