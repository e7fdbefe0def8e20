using Masking.Samples.Memory;
using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class MemoryTrainingTests
{
    /// <summary>
    /// With two pairs, a perfect memory needs 2.67 moves and random cards 4. The agent without a memory learns as well, because the cards
    /// of the last move are visible when the next one begins, but it needs 3.1 moves after this training.
    /// </summary>
    [Fact]
    public void WithAMemory_TheAgentNeedsTheFewestMoves()
    {
        using ITrainer trainer = Trained(MemoryTraining.Lstm, updates: 30);

        Assert.InRange(MemoryTraining.MeanMoves(trainer, pairs: 2), 2.5, 2.85);
        Assert.InRange(-trainer.Progress.MeanReturn!.Value, 2.5, 2.85);
    }

    /// <summary>The games are not over after two rollouts, so their memory has to be saved, too.</summary>
    [Fact]
    public void SavedAndLoaded_ATrainingContinuesIdentically()
    {
        using ITrainer whole = Trained(MemoryTraining.Lstm, updates: 2);
        using MemoryStream saved = new();
        whole.Save(new BinaryWriter(saved));
        saved.Position = 0;
        using ITrainer loaded = Trained(MemoryTraining.Lstm, updates: 0);
        loaded.Load(new BinaryReader(saved));

        Assert.True(whole.Update(TestContext.Current.CancellationToken));
        Assert.True(loaded.Update(TestContext.Current.CancellationToken));

        Assert.Equal(whole.Progress.Metrics, loaded.Progress.Metrics);
        Assert.Equal(whole.Progress.MeanReturn, loaded.Progress.MeanReturn);
    }

    [Fact]
    public void AnUnknownAgent_IsRefused() =>
        Assert.Contains(
            "expected one of lstm, mlp.",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => MemoryTraining.CreateTrainer("gru", PairsGame.MaxPairs, MemoryTraining.Options, threads: 1)).Message,
            StringComparison.Ordinal);

    private static ITrainer Trained(string agent, int updates)
    {
        set_num_threads(1);
        manual_seed(1);
        ITrainer trainer = MemoryTraining.CreateTrainer(
            agent, pairs: 2, MemoryTraining.Options with { RecentEpisodes = 256 }, threads: 1);
        for (int update = 0; update < updates; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }

        return trainer;
    }
}
