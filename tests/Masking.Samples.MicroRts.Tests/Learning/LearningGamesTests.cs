using System.Security.Cryptography;
using System.Text;
using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Learning;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.MicroRts.Tests.Learning;

/// <summary>The environments of a training.</summary>
public sealed class LearningGamesTests : IDisposable
{
    private static readonly LearningSetup Few = new()
    {
        Opponents = new Dictionary<string, int> { ["biased-random"] = 1, ["worker-rush"] = 1 },
        GamesAgainstItself = 2,
        MaxCycles = 300,
    };

    private readonly MicroRtsPolicy _policy;
    private RandomStream _stream = new(seed: 1);

    public LearningGamesTests()
    {
        manual_seed(1);
        _policy = new MicroRtsPolicy();
    }

    public void Dispose() => _policy.Dispose();

    [Fact]
    public void EveryGame_HasARowForEachSideOfTheAgent_AndOneOfThemCanGiveAnOrder()
    {
        using LearningGames games = new(Few, Masks.All, seed: 1);
        int opponents = games.Count - (2 * Few.GamesAgainstItself);
        Assert.Equal(Few.Rows, games.Count);
        for (int step = 0; step < 100; step++)
        {
            bool[] acts = [.. Enumerable.Range(0, games.Count).Select(row => games.Observe().BoardMask[row].any().item<bool>())];
            Assert.All(acts[..opponents], Assert.True);
            for (int row = opponents; row < games.Count; row += 2)
            {
                Assert.True(acts[row] || acts[row + 1]);
            }

            Step(games);
        }
    }

    [Fact]
    public void TheSidesOfAGame_AreOneEpisode_WithOppositeResults()
    {
        LearningSetup setup = Few with
        {
            Opponents = new Dictionary<string, int>(),
            MaxCycles = 3000,
            Weights = new RewardWeights(1, 0, 0, 0, 0, 0),
        };
        using LearningGames games = new(setup, Masks.All, seed: 1);
        int decided = 0;
        for (int step = 0; step < 3000 && decided < 3; step++)
        {
            VectorStepResult result = Step(games);
            for (int row = 0; row < games.Count; row += 2)
            {
                Assert.Equal(result.Dones[row], result.Dones[row + 1]);
                Assert.Equal(result.Truncated[row], result.Truncated[row + 1]);
                bool isDecided = result.Dones[row] && !result.Truncated[row];
                Assert.Equal(isDecided ? 1 : 0, Math.Abs(result.Rewards[row]));
                Assert.Equal(0, result.Rewards[row] + result.Rewards[row + 1]);
                decided += isDecided ? 1 : 0;
            }
        }

        Assert.Equal(3, decided);
    }

    [Fact]
    public void ATruncatedGame_ShowsItsLastState_UntilItIsReset()
    {
        LearningSetup setup = Few with { Opponents = new Dictionary<string, int> { ["passive"] = 1 }, GamesAgainstItself = 0 };
        using LearningGames games = new(setup, Masks.All, seed: 1);
        VectorStepResult result;
        double rewards = 0;
        do
        {
            result = Step(games, reset: false);
            rewards += result.Rewards[0];
        }
        while (!result.Dones[0]);

        Assert.True(result.Truncated[0]);
        Assert.Equal(rewards, Assert.Single(result.FinishedReturns), 1e-4);
        Assert.StartsWith("cycle 30", LastLine(games), StringComparison.Ordinal);
        games.ResetTruncated();
        Assert.StartsWith("cycle 0 ", LastLine(games), StringComparison.Ordinal);
    }

    [Fact]
    public void TheRewards_AreWeighted() =>
        Assert.Equal(10 + 2 + 3 + (0.2 * 4) - 5 + (4 * 6), RewardWeights.Published.Sum(new Rewards(1, 2, 3, 4, -5, 6)), 1e-9);

    [Fact]
    public void ASavedState_ContinuesWithTheSameBits()
    {
        using LearningGames games = new(Few, Masks.All, seed: 1);
        Play(games, 200);
        byte[] saved = Save(games);
        long played = _stream.Step;
        string expected = Play(games, 300);
        using LearningGames resumed = new(Few, Masks.All, seed: 1);

        using BinaryReader reader = new(new MemoryStream(saved));
        resumed.Load(reader);

        Assert.Equal(saved.Length, reader.BaseStream.Position);
        _stream = new RandomStream(seed: 1, played);
        Assert.Equal(expected, Play(resumed, 300));
    }

    [Fact]
    public void DamagedStates_AreRejected_AndChangeNothing()
    {
        using LearningGames games = new(Few, Masks.All, seed: 1);
        Play(games, 100);
        byte[] saved = Save(games);
        using LearningGames other = new(Few, Masks.All, seed: 1);
        byte[] before = Save(other);
        int rejected = 0;
        for (int place = 0; place < saved.Length; place++)
        {
            byte[] damaged = [.. saved];
            damaged[place] ^= 0x80;
            try
            {
                using BinaryReader reader = new(new MemoryStream(damaged));
                other.Load(reader);
            }
            catch (Exception exception) when (exception is CheckpointException or EndOfStreamException)
            {
                rejected++;
                Assert.Equal(before, Save(other));
                continue;
            }

            using BinaryReader restoring = new(new MemoryStream(before));
            other.Load(restoring);
        }

        Assert.True(rejected > saved.Length / 2, $"{rejected} of {saved.Length} damaged states were rejected.");
    }

    [Fact]
    public void GamesWithTheSameSeed_AreEqual_AndWithAnotherDiffer()
    {
        using LearningGames games = new(Few, Masks.All, seed: 1);
        using LearningGames same = new(Few, Masks.All, seed: 1);
        using LearningGames other = new(Few, Masks.All, seed: 2);
        string expected = Play(games, 100);

        _stream = new RandomStream(seed: 1);
        Assert.Equal(expected, Play(same, 100));
        _stream = new RandomStream(seed: 1);
        Assert.NotEqual(expected, Play(other, 100));
    }

    private static byte[] Save(LearningGames games)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        games.Save(writer);
        return stream.ToArray();
    }

    private static string LastLine(LearningGames games) => Spectre.Console.Markup.Remove(games.Render(0)).Split('\n')[^1];

    private string Play(LearningGames games, int steps)
    {
        StringBuilder text = new();
        for (int step = 0; step < steps; step++)
        {
            VectorStepResult result = Step(games);
            text.AppendLine($"{string.Join(' ', result.Rewards)} {string.Join(' ', result.FinishedReturns)}");
            text.AppendLine(Convert.ToHexString(SHA256.HashData(games.Observe().Board.bytes)));
        }

        return text.ToString();
    }

    private VectorStepResult Step(LearningGames games, bool reset = true)
    {
        using Step<MicroRtsPolicy.Actions> step = _policy.Act(games.Observe(), _stream);
        VectorStepResult result = games.Step(step.Actions);
        if (reset)
        {
            games.ResetTruncated();
        }

        return result;
    }
}
