using System.Text.Json.Serialization;

namespace Masking.Runtime.Tests.Golden;

public interface IGoldenCase
{
    string Name { get; }
}

public sealed record CategoricalCase(
    string Name, Numbers Logits, Numbers Mask, Numbers Action, Numbers Probs, Numbers LogProb, Numbers Entropy, Numbers Mode,
    Numbers GradLogProb, Numbers GradEntropy) : IGoldenCase;

public sealed record ComponentsCase(
    string Name, Numbers Sizes, Numbers Logits, Numbers Mask, Numbers Action, Numbers LogProb, Numbers Entropy, Numbers Mode,
    Numbers GradLogProb, Numbers GradEntropy) : IGoldenCase;

public sealed record GridCase(
    string Name, Numbers Logits, Numbers Agents, Numbers Mask, Numbers Action, Numbers LogProb, Numbers EntropySum, Numbers EntropyMean,
    Numbers GradLogProb, Numbers GradEntropyMean) : IGoldenCase;

public sealed record AttentionCase(
    string Name, int Dim, int Heads, int DimHead, Numbers X, Numbers Present, Numbers Wq, Numbers Wk, Numbers Wv, Numbers Wo, Numbers Bo,
    Numbers Map, Numbers Output, Numbers MeanPool, Numbers GradSumOutput) : IGoldenCase;

public sealed record PointerCase(
    string Name, Numbers Query, Numbers Keys, Numbers Present, Numbers Mask, Numbers Action, Numbers Logits, Numbers Probs,
    Numbers LogProb, Numbers Entropy, Numbers Mode, Numbers GradLogProbQuery, Numbers GradLogProbKeys) : IGoldenCase;

public sealed record KlCase(string Name, Numbers PLogits, Numbers PMask, Numbers QLogits, Numbers QMask, Numbers Kl) : IGoldenCase;

public sealed record GatedCase(
    string Name,
    Numbers ParentLogits,
    Numbers ParentMask,
    Numbers ChildLogits,
    Numbers ChildMask,
    Numbers Active,
    Numbers ParentAction,
    Numbers ChildAction,
    Numbers LogProb,
    Numbers Entropy,
    Numbers GradLogProbParent,
    Numbers GradLogProbChild,
    Numbers GradEntropyParent,
    Numbers GradEntropyChild
) : IGoldenCase;

public sealed record ConditionalCase(
    string Name,
    Numbers ParentLogits,
    Numbers ParentMask,
    Numbers ChildLogits,
    Numbers ChildMask,
    Numbers ParentAction,
    Numbers ChildAction,
    Numbers LogProb,
    Numbers Entropy,
    Numbers GradLogProbParent,
    Numbers GradLogProbChild,
    Numbers GradEntropyParent,
    Numbers GradEntropyChild
) : IGoldenCase;

public sealed record FlagsCase(
    string Name, Numbers Logits, Numbers Mask, Numbers Action, Numbers Probs, Numbers LogProb, Numbers Entropy, Numbers Mode,
    Numbers GradLogProb, Numbers GradEntropy) : IGoldenCase;

public sealed record IntervalCase(
    string Name,
    Numbers Loc,
    Numbers Scale,
    Numbers Low,
    Numbers High,
    Numbers Action,
    Numbers Uniform,
    [property: JsonPropertyName("logProb")] Numbers LogProb,
    Numbers Entropy,
    Numbers Mode,
    Numbers Quantile,
    [property: JsonPropertyName("dLogProb_dLoc")] Numbers LogProbByLocation,
    [property: JsonPropertyName("dLogProb_dScale")] Numbers LogProbByScale,
    [property: JsonPropertyName("dEntropy_dLoc")] Numbers EntropyByLocation,
    [property: JsonPropertyName("dEntropy_dScale")] Numbers EntropyByScale,
    [property: JsonPropertyName("otherLoc")] Numbers? OtherLoc = null,
    [property: JsonPropertyName("otherScale")] Numbers? OtherScale = null,
    [property: JsonPropertyName("otherLow")] Numbers? OtherLow = null,
    [property: JsonPropertyName("otherHigh")] Numbers? OtherHigh = null,
    Numbers? Kl = null) : IGoldenCase;

public sealed record QValuesCase(
    string Name,
    Numbers Q,
    Numbers Mask,
    double Epsilon,
    Numbers Greedy,
    Numbers Max,
    Numbers EpsilonGreedyProbs
) : IGoldenCase;
