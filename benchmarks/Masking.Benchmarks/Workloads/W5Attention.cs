using Masking.Benchmarks.Baselines;
using Masking.Benchmarks.Baselines.Seed;
using Masking.Benchmarks.Baselines.Tuned;
using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Limits;

namespace Masking.Benchmarks.Workloads;

internal sealed class W5Attention : IWorkload
{
    private const int Heads = 4;
    private const int DimHead = 16;
    private const int Dim = Heads * DimHead;
    private const double Quarter = 0.25;
    private const double MaxDistance = 1.15;

    public string Name => "W5";

    public string Description => $"masked self-attention with {Heads} heads of {DimHead}, forward and backward";

    public void Compare(Scoreboard board)
    {
        Compare(board, environments: 64, entities: 32, presence: 1, seedTarget: 2, tunedTarget: 1);
        Compare(board, environments: 64, entities: 32, Quarter, seedTarget: 4, tunedTarget: 2);
        Compare(board, environments: 8, entities: 512, presence: 1, seedTarget: 5, tunedTarget: 1);
        Compare(board, environments: 8, entities: 512, Quarter, seedTarget: 15, tunedTarget: 2);
    }

    /// <summary>Creates a contender with random sets.</summary>
    /// <param name="attention">A baseline; null selects the attention of the library.</param>
    /// <param name="environments">The number of sets.</param>
    /// <param name="entities">The number of entities in each set.</param>
    /// <param name="presence">The fraction of entities that are present.</param>
    internal static AttentionFixture Contender(IAttention? attention, int environments, int entities, double presence)
    {
        (int, int, int) size = (environments, entities, Dim);
        if (attention is null)
        {
            MaskedAttention ours = new(Dim, Heads, DimHead);
            return new AttentionFixture(ours, (set, present) => ours.call(set, present, null), size, presence);
        }

        SelfAttention theirs = new(attention, Dim, Heads, DimHead);
        return new AttentionFixture(theirs, theirs.call, size, presence);
    }

    private void Compare(Scoreboard board, int environments, int entities, double presence, double seedTarget, double tunedTarget)
    {
        using AttentionFixture ours = Contender(null, environments, entities, presence);
        string size = $"{Name} attend {environments}x{entities} {(presence < 1 ? "a quarter present" : "all present")}";
        using AttentionLimit limit = new(environments, (int)(entities * presence), Heads, DimHead);
        board.ReportDistance(size, MaxDistance, Timing.Of(ours.ForwardAndBackward), Timing.Of(limit.Run));
        foreach ((string baseline, IAttention attention, double target) in new (string, IAttention, double)[]
            { ("seed", new SeedAttention(), seedTarget), ("tuned", new TunedAttention(), tunedTarget) })
        {
            using AttentionFixture theirs = Contender(attention, environments, entities, presence);
            ours.RequireSame($"{size} {baseline}", theirs);
            board.ReportSpeedup(size, baseline, target, Timing.Of(ours.ForwardAndBackward), Timing.Of(theirs.ForwardAndBackward));
        }
    }
}
