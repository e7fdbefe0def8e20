using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

internal static class Heads
{
    /// <summary>The probabilities of one head of the one agent.</summary>
    public static Tensor ProbsOf(Tensor features, HeadInput head)
    {
        using ActorHeads heads = ActorHeads.Choose("Policy", ActorRows.OfTheAgent(features.size(0)), features, head);
        return heads.HeadProbs(0);
    }
}
