namespace Masking.Training;

/// <summary>The settings of behavior cloning.</summary>
/// <remarks>Pomerleau 1989, "ALVINN: An Autonomous Land Vehicle in a Neural Network".</remarks>
public sealed record CloningOptions
{
    /// <summary>The most pairs of a minibatch. Each minibatch is one optimizer step.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>
    /// The length of the sequences that a recurrent policy learns from, in steps. The memory at the start of a sequence is the initial
    /// memory. Ignored for other policies.
    /// </summary>
    public int SequenceLength { get; init; } = 32;

    /// <summary>The learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The weight of the entropy bonus, which keeps the policy from imitating with certainty; 0 disables it.</summary>
    public double EntropyWeight { get; init; }

    /// <summary>The maximum norm of the gradient of all parameters together.</summary>
    public double MaxGradientNorm { get; init; } = 0.5;

    /// <summary>
    /// The share of the steps, at the end of the recording, that are not learned from. The metrics <c>validation loss</c> and
    /// <c>agreement</c> are measured on them.
    /// </summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>The most pairs of a shard. The gradients of shards are computed in parallel and summed in a fixed order.</summary>
    public int RowsPerShard { get; init; } = 128;

    /// <summary>The seed of the minibatches.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Throws if an option is out of range.</summary>
    /// <exception cref="ArgumentException">The message contains the name of the option.</exception>
    internal void Validate()
    {
        OptionChecks.RequireWhole(Name(nameof(BatchSize)), BatchSize, min: 1);
        OptionChecks.RequireWhole(Name(nameof(SequenceLength)), SequenceLength, min: 1);
        OptionChecks.RequireNotNegative(Name(nameof(LearningRate)), LearningRate);
        OptionChecks.RequireNotNegative(Name(nameof(EntropyWeight)), EntropyWeight);
        OptionChecks.Require(MaxGradientNorm > 0, Name(nameof(MaxGradientNorm)), "a number greater than 0", MaxGradientNorm);
        OptionChecks.Require(
            ValidationShare is >= 0 and < 1, Name(nameof(ValidationShare)), "a number of at least 0 and less than 1", ValidationShare);
        OptionChecks.RequireWhole(Name(nameof(RowsPerShard)), RowsPerShard, min: 1);

        static string Name(string option) => $"{nameof(CloningOptions)}.{option}";
    }
}
