using Masking.Benchmarks.Baselines;
using Masking.Benchmarks.Baselines.Seed;
using Masking.Benchmarks.Baselines.Tuned;
using Masking.Benchmarks.Comparing;

namespace Masking.Benchmarks.Workloads;

internal sealed class W5Attention : IWorkload
{
    private const int Heads = 4;
    private const int DimHead = 16;
    private const int Dim = Heads * DimHead;
    private const double Quarter = 0.25;

    public string Name => "W5";

    public string Description => $"masked self-attention with {Heads} heads of {DimHead}, forward and backward";

    public void Compare(Scoreboard board)
    {
        Compare(board, environments: 64, entities: 32, presence: 1, ofSeed: 2, ofTuned: 1);
        Compare(board, environments: 64, entities: 32, Quarter, ofSeed: 4, ofTuned: 2);
        Compare(board, environments: 8, entities: 512, presence: 1, ofSeed: 5, ofTuned: 1);
        Compare(board, environments: 8, entities: 512, Quarter, ofSeed: 15, ofTuned: 2);
    }

    /// <summary>A contender with random sets.</summary>
    /// <param name="attention">Attention by hand; null: the library's.</param>
    /// <param name="environments">Sets.</param>
    /// <param name="entities">Entities of each.</param>
    /// <param name="presence">The share of them that is present.</param>
    internal static Attending Contender(IAttention? attention, int environments, int entities, double presence)
    {
        (int, int, int) size = (environments, entities, Dim);
        if (attention is null)
        {
            MaskedAttention ours = new(Dim, Heads, DimHead);
            return new Attending(ours, (set, present) => ours.call(set, present, null), size, presence);
        }

        SelfAttention theirs = new(attention, Dim, Heads, DimHead);
        return new Attending(theirs, theirs.call, size, presence);
    }

    private void Compare(Scoreboard board, int environments, int entities, double presence, double ofSeed, double ofTuned)
    {
        using Attending ours = Contender(null, environments, entities, presence);
        foreach ((string baseline, IAttention attention, double target) in new (string, IAttention, double)[]
            { ("seed", new SeedAttention(), ofSeed), ("tuned", new TunedAttention(), ofTuned) })
        {
            using Attending theirs = Contender(attention, environments, entities, presence);
            string title = $"{Name} attend {environments}x{entities} {(presence < 1 ? "a quarter present" : "all present")} {baseline}";
            ours.RequireSame(title, theirs);
            board.Faster(title, target, Timing.Of(ours.Learn), Timing.Of(theirs.Learn));
        }
    }
}
