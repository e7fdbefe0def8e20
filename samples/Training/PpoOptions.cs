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

    /// <summary>What a reward is worth one step later: gamma.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>How far advantages look ahead before they trust the value: lambda of generalised advantage estimation.</summary>
    public double AdvantageDecay { get; init; } = 0.95;

    /// <summary>How far the probability ratio may leave 1 before its gradient is cut off.</summary>
    public double ClipRange { get; init; } = 0.2;

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
}
