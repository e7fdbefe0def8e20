namespace Masking.Training;

/// <summary>The settings of proximal policy optimization.</summary>
/// <remarks>Schulman et al. 2017, "Proximal Policy Optimization Algorithms".</remarks>
public sealed record PpoOptions
{
    /// <summary>The number of passes over the rollout per update.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>
    /// The number of minibatches per epoch. The rollout is shuffled and split in every epoch; each minibatch is one optimizer step. The
    /// minibatches of a recurrent policy contain whole environments, so there are at most as many as environments.
    /// </summary>
    public int Minibatches { get; init; } = 4;

    /// <summary>
    /// The most rows of a shard. The gradients of the shards of a minibatch are computed in parallel and summed in a fixed order, so that
    /// the results depend on this number but not on the number of threads. A recurrent policy learns from whole sequences: its shards have
    /// as many environments as fit, and at least one.
    /// </summary>
    public int RowsPerShard { get; init; } = 128;

    /// <summary>The learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 7e-4;

    /// <summary>The environment steps over which the learning rate decreases linearly to 0; null keeps it constant.</summary>
    public long? AnnealingSteps { get; init; }

    /// <summary>The discount factor γ.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>
    /// Whether the environment is a two-player zero-sum game in which every step is the move of the other side, observed from that side.
    /// The next value and advantage are then negated: <c>δ = r - γ V' - V</c> and <c>A = δ - γ λ A'</c>. Only the winner needs a
    /// reward; the loss of the other side follows from the negation.
    /// </summary>
    public bool AlternatesSides { get; init; }

    /// <summary>The decay λ of generalized advantage estimation.</summary>
    public double AdvantageDecay { get; init; } = 0.95;

    /// <summary>The clip range ε: the probability ratio is clipped to <c>[1 - ε, 1 + ε]</c>.</summary>
    public double ClipRange { get; init; } = 0.2;

    /// <summary>
    /// The upper bound of the ratio where the advantage is negative, greater than 1; null disables the bound. Ye et al. 2020, "Mastering
    /// Complex Control in MOBA Games with Deep Reinforcement Learning".
    /// </summary>
    public double? DualClip { get; init; }

    /// <summary>Whether the probability ratio is that of the joint action or of each head.</summary>
    public RatioScope RatioOf { get; init; } = RatioScope.JointAction;

    /// <summary>The clip range of the value around the value of the rollout; null disables clipping.</summary>
    public double? ValueClipRange { get; init; }

    /// <summary>The update stops after an epoch whose mean approximate KL divergence exceeds this; null never stops early.</summary>
    public double? TargetKl { get; init; }

    /// <summary>The weight of the entropy bonus.</summary>
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>The weight of the value loss.</summary>
    public double ValueWeight { get; init; } = 0.5;

    /// <summary>The maximum norm of the gradient of all parameters together.</summary>
    public double MaxGradientNorm { get; init; } = 0.5;

    /// <summary>The number of most recent episodes that the reported mean return averages over.</summary>
    public int RecentEpisodes { get; init; } = 64;

    /// <summary>The seed of the sampled actions and of the minibatches.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The learning rate of an update.</summary>
    /// <param name="environmentSteps">The environment steps before the update.</param>
    public double LearningRateAt(long environmentSteps) =>
        AnnealingSteps is { } steps ? LearningRate * Math.Max(0, 1 - ((double)environmentSteps / steps)) : LearningRate;

    /// <summary>Throws if an option is out of range.</summary>
    /// <param name="isRecurrent">Whether the policy learns from whole sequences.</param>
    /// <param name="environments">The number of environments.</param>
    /// <param name="steps">The number of steps of a rollout.</param>
    /// <exception cref="ArgumentException">The message contains the name of the option.</exception>
    internal void Validate(bool isRecurrent, int environments, int steps)
    {
        OptionChecks.RequireWhole(Name(nameof(Epochs)), Epochs, min: 1);
        OptionChecks.RequireWhole(Name(nameof(RowsPerShard)), RowsPerShard, min: 1);
        OptionChecks.RequireNotNegative(Name(nameof(LearningRate)), LearningRate);
        OptionChecks.RequireWhole(Name(nameof(AnnealingSteps)), AnnealingSteps ?? 1, min: 1);
        OptionChecks.RequireFraction(Name(nameof(Discount)), Discount);
        OptionChecks.RequireFraction(Name(nameof(AdvantageDecay)), AdvantageDecay);
        OptionChecks.RequirePositive(Name(nameof(ClipRange)), ClipRange);
        OptionChecks.Require(
            DualClip is null || (DualClip > 1 && double.IsFinite(DualClip.Value)),
            Name(nameof(DualClip)), "a finite number greater than 1, or null", DualClip ?? 0);
        OptionChecks.Require(
            Enum.IsDefined(RatioOf), Name(nameof(RatioOf)), $"one of {string.Join(", ", Enum.GetNames<RatioScope>())}", RatioOf);
        OptionChecks.RequirePositive(Name(nameof(ValueClipRange)), ValueClipRange ?? 1);
        OptionChecks.RequireNotNegative(Name(nameof(TargetKl)), TargetKl ?? 0);
        OptionChecks.RequireNotNegative(Name(nameof(EntropyWeight)), EntropyWeight);
        OptionChecks.RequireNotNegative(Name(nameof(ValueWeight)), ValueWeight);
        OptionChecks.Require(MaxGradientNorm > 0, Name(nameof(MaxGradientNorm)), "a number greater than 0", MaxGradientNorm);
        OptionChecks.RequireWhole(Name(nameof(RecentEpisodes)), RecentEpisodes, min: 1);
        long most = isRecurrent ? environments : (long)environments * steps;
        OptionChecks.Require(
            Minibatches >= 1 && Minibatches <= most,
            Name(nameof(Minibatches)),
            $"1 to {most} minibatches{(isRecurrent ? ", because a recurrent policy learns from the whole sequences of environments" : "")}",
            Minibatches);

        static string Name(string option) => $"{nameof(PpoOptions)}.{option}";
    }
}
