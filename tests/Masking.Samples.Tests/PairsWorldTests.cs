using Masking.Samples.Memory;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class PairsWorldTests(ITestOutputHelper output) : IDisposable
{
    private const int Pictures = PairsGame.MaxCards;
    private const int Open = Pictures + PairsGame.MaxPairs;
    private const int FirstOfMove = Open + 1;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void TheObservation_ShowsVisiblePictures_AndAllowsCardsThatCanBeTurned()
    {
        RandomNumbers random = Random();
        using LstmPolicy.Batch batch = new(environments: 2, PairsGame.MaxCards);
        PairsWorld world = new(pairs: 3);
        world.Reset(random);
        for (int step = 0; step < 200; step++)
        {
            world.WriteObservation(batch, row: 1);
            PairsGame game = Game(world, pairs: 3);
            Assert.Equal([true, true, true, true, true, true, false, false], batch.CardsMask(1).ToArray());
            for (int card = 0; card < game.Cards; card++)
            {
                float[] features = batch.Cards(1, card).ToArray();
                float[] table = batch.Table(1).Slice(card * PairsGame.MaxPairs, PairsGame.MaxPairs).ToArray();
                Assert.Equal(OneHot(PairsGame.MaxCards, card), features[..Pictures]);
                Assert.Equal(
                    OneHot(PairsGame.MaxPairs, game.IsOpen(card) || game.IsTurned(card) ? game.Picture(card) : null),
                    features[Pictures..Open]);
                Assert.Equal(game.IsOpen(card) ? 1 : 0, features[Open]);
                Assert.Equal(game.IsWithinMove && game.IsTurned(card) ? 1 : 0, features[FirstOfMove]);
                Assert.Equal(OneHot(PairsGame.MaxPairs, game.IsTurned(card) ? game.Picture(card) : null), table);
                Assert.Equal(game.CanTurn(card), batch.TurnMask(1)[card]);
            }

            Assert.Equal(game.IsWithinMove ? 1 : 0, batch.Table(1)[^1]);
            if (Play(world, batch, random).Status != EpisodeStatus.Running)
            {
                world.Reset(random);
            }
        }

        Assert.DoesNotContain(true, batch.CardsMask(0).ToArray());
    }

    [Fact]
    public void BothPolicies_SeeTheSame()
    {
        RandomNumbers random = Random();
        using LstmPolicy.Batch withMemory = new(environments: 1, PairsGame.MaxCards);
        using MlpPolicy.Batch without = new(environments: 1, PairsGame.MaxCards);
        PairsWorld world = new(pairs: 4);
        world.Reset(random);
        for (int step = 0; step < 5; step++)
        {
            world.WriteObservation(withMemory, row: 0);
            world.WriteObservation(without, row: 0);

            Assert.True(withMemory.Observation.Cards.equal(without.Observation.Cards).all().item<bool>());
            Assert.True(withMemory.Observation.Table.equal(without.Observation.Table).all().item<bool>());
            Assert.Equal(withMemory.CardsMask(0).ToArray(), without.CardsMask(0).ToArray());
            Assert.Equal(withMemory.TurnMask(0).Flags.ToArray(), without.TurnMask(0).Flags.ToArray());
            Play(world, withMemory, random);
        }
    }

    [Fact]
    public void AMove_CostsOne_AndTheLastPairEndsTheEpisode()
    {
        PairsWorld world = Showing(Dealt(0, 0, 1, 1));

        Assert.Equal(new StepResult(0), Turn(world, 0));
        Assert.Equal(new StepResult(-1), Turn(world, 2));
        Assert.Equal(new StepResult(0), Turn(world, 0));
        Assert.Equal(new StepResult(-1), Turn(world, 1));
        Assert.Equal(new StepResult(0), Turn(world, 2));
        Assert.Equal(new StepResult(-1, EpisodeStatus.Terminated), Turn(world, 3));
    }

    [Fact]
    public void AGameThatTakesTooLong_IsTruncated()
    {
        PairsWorld world = Showing(Dealt(0, 0, 1, 1));
        for (int move = 1; move < PairsGame.MaxMoves; move++)
        {
            Turn(world, 0);
            Assert.Equal(new StepResult(-1), Turn(world, 2));
        }

        Assert.Equal(new StepResult(0), Turn(world, 0));
        Assert.Equal(new StepResult(-1, EpisodeStatus.Truncated), Turn(world, 2));
    }

    [Fact]
    public void SavedAndLoaded_AnEnvironmentContinuesIdentically()
    {
        RandomNumbers random = Random();
        using LstmPolicy.Batch batch = new(environments: 1, PairsGame.MaxCards);
        PairsWorld world = new(pairs: 4);
        world.Reset(random);
        for (int step = 0; step < 100; step++)
        {
            PairsWorld copy = new(pairs: 4);
            copy.Reset(random);
            copy.Load(new BinaryReader(new MemoryStream(Saved(world))));
            world.WriteObservation(batch, row: 0);
            int card = Choose(batch, random);

            Assert.Equal(world.Render(), copy.Render());
            StepResult result = Turn(world, card);
            Assert.Equal(result, Turn(copy, card));
            Assert.Equal(Saved(world), Saved(copy));
            if (result.Status != EpisodeStatus.Running)
            {
                world.Reset(random);
            }
        }
    }

    [Theory]
    [InlineData("expected two cards of each picture", "0001", "----", -1, -1, 0)]
    [InlineData("expected the first card of the move from -1 to 3, got 4", "0011", "----", 4, -1, 0)]
    [InlineData("expected moves from 0 to 99, got 100", "0011", "----", 0, 2, 100)]
    [InlineData("a state that no game reaches", "0011", "x---", 2, -1, 1)]
    [InlineData("a state that no game reaches", "0011", "xxxx", 0, 1, 2)]
    [InlineData("a state that no game reaches", "0011", "xx--", 0, -1, 1)]
    [InlineData("a state that no game reaches", "0011", "xx--", 2, -1, 0)]
    [InlineData("a state that no game reaches", "0011", "----", 0, 1, 1)]
    [InlineData("a state that no game reaches", "0011", "----", 0, 0, 1)]
    [InlineData("a state that no game reaches", "0011", "----", 0, 2, 0)]
    [InlineData("a state that no game reaches", "0011", "----", -1, 2, 1)]
    [InlineData("a state that no game reaches", "0011", "----", -1, -1, 1)]
    [InlineData("a state that no game reaches", "0011", "xx--", 0, 2, 1)]
    public void AStateThatNoGameReaches_IsRefused(string message, string pictures, string open, int first, int second, int moves)
    {
        using MemoryStream saved = new();
        using BinaryWriter writer = new(saved);
        writer.Write([.. pictures.Select(picture => (byte)(picture - '0'))]);
        Array.ForEach([.. open.Select(mark => mark == 'x')], writer.Write);
        Array.ForEach([first, second, moves], writer.Write);
        saved.Position = 0;

        CheckpointException exception = Assert.Throws<CheckpointException>(() => new PairsGame(pairs: 2).Load(new BinaryReader(saved)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private RandomNumbers Random()
    {
        int seed = System.Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new RandomNumbers(seed, row: 0);
    }

    private static float[] OneHot(int size, int? index) => [.. Enumerable.Range(0, size).Select(i => i == index ? 1f : 0)];

    /// <summary>Turns a random card that the mask of the last row of the batch allows.</summary>
    private static StepResult Play(PairsWorld world, LstmPolicy.Batch batch, RandomNumbers random) => Turn(world, Choose(batch, random));

    private static int Choose(LstmPolicy.Batch batch, RandomNumbers random)
    {
        int row = (int)batch.Observation.Table.size(0) - 1;
        MaskSpan<int> canTurn = batch.TurnMask(row);
        List<int> cards = [];
        for (int card = 0; card < canTurn.Flags.Length; card++)
        {
            if (canTurn[card] && batch.CardsMask(row)[card])
            {
                cards.Add(card);
            }
        }

        return cards[random.Next(cards.Count)];
    }

    private static StepResult Turn(PairsWorld world, int card) =>
        world.Step(new MlpPolicy.Actions { Turn = tensor(new long[] { card }) }, row: 0, new RandomNumbers(seed: 1, row: 0));

    private static PairsGame Dealt(params byte[] pictures)
    {
        PairsGame game = new(pictures.Length / 2);
        game.Deal(pictures);
        return game;
    }

    /// <summary>The game of an environment; both have the same saved state.</summary>
    private static PairsGame Game(PairsWorld world, int pairs)
    {
        PairsGame game = new(pairs);
        game.Load(new BinaryReader(new MemoryStream(Saved(world))));
        return game;
    }

    private static PairsWorld Showing(PairsGame game)
    {
        using MemoryStream saved = new();
        game.Save(new BinaryWriter(saved));
        PairsWorld world = new(game.Pairs);
        world.Load(new BinaryReader(new MemoryStream(saved.ToArray())));
        return world;
    }

    private static byte[] Saved(PairsWorld world)
    {
        using MemoryStream saved = new();
        world.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }
}
