using Masking.Samples.Memory;
using Masking.Training;
using Spectre.Console;

namespace Masking.Samples.Tests;

public sealed class PairsGameTests(ITestOutputHelper output)
{
    [Fact]
    public void AMove_TurnsTwoCards_AndAPairStaysOpen()
    {
        PairsGame game = Dealt(0, 1, 0, 1);

        Assert.False(game.Turn(0));
        Assert.Equal((true, 0, 0), (game.IsWithinMove, game.Moves, game.OpenPairs));
        Assert.True(game.Turn(2));
        Assert.Equal((false, 1, 1), (game.IsWithinMove, game.Moves, game.OpenPairs));
        Assert.Equal([true, false, true, false], Cards(game, game.IsOpen));
    }

    [Fact]
    public void DifferentCards_AreVisibleUntilTheNextMove()
    {
        PairsGame game = Dealt(0, 1, 0, 1);

        Turn(game, 0, 1);
        Assert.Equal([true, true, false, false], Cards(game, game.IsTurned));
        Assert.Equal([false, false, false, false], Cards(game, game.IsOpen));

        Turn(game, 1);
        Assert.Equal([false, true, false, false], Cards(game, game.IsTurned));
    }

    [Fact]
    public void OpenCards_AndTheFirstCardOfTheMove_CannotBeTurned()
    {
        PairsGame game = Dealt(0, 1, 0, 1, 2, 2);

        Turn(game, 0, 2);
        Assert.Equal([false, true, false, true, true, true], Cards(game, game.CanTurn));
        Turn(game, 1);
        Assert.Equal([false, false, false, true, true, true], Cards(game, game.CanTurn));
        Turn(game, 4);
        Assert.Equal([false, true, false, true, true, true], Cards(game, game.CanTurn));

        Turn(game, 1);
        foreach (int card in new[] { 0, 1, 2 })
        {
            Assert.StartsWith(
                $"expected a card that can be turned, got card {card}, which is open.",
                Assert.Throws<ArgumentException>(() => game.Turn(card)).Message,
                StringComparison.Ordinal);
            Assert.True(game.IsWithinMove);
        }
    }

    [Fact]
    public void TheGameIsOver_WhenAllPairsAreOpen()
    {
        PairsGame game = Dealt(0, 1, 0, 1);

        Turn(game, 0, 1, 0, 2, 1);
        Assert.False(game.IsOver);
        Turn(game, 3);

        Assert.Equal((true, 3, 2), (game.IsOver, game.Moves, game.OpenPairs));
    }

    [Fact]
    public void AReset_ShufflesTheCards()
    {
        RandomNumbers random = Random();
        PairsGame game = new(pairs: 4);
        int[] first = new int[PairsGame.MaxCards];
        for (int i = 0; i < 400; i++)
        {
            game.Reset(random);
            Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], Enumerable.Range(0, game.Cards).Select(game.Picture).Order());
            first[Enumerable.Range(0, game.Cards).First(card => game.Picture(card) == 0)]++;
        }

        // The first of two places of eight is the first one with probability 1/4, and never the last one.
        Assert.InRange(first[0], 50, 150);
        Assert.Equal(0, first[7]);
        Assert.DoesNotContain(0, first[..7]);
    }

    [Fact]
    public void CardsThatAreNotInPairs_AreRefused()
    {
        PairsGame game = Dealt(0, 1, 0, 1);

        foreach (byte[] pictures in new byte[][] { [0, 0, 0, 1], [0, 0, 2, 2], [0, 0, 1], [0, 0, 1, 1, 2, 2] })
        {
            Assert.StartsWith(
                "expected each picture from 0 to 1 on two cards",
                Assert.Throws<ArgumentException>(() => game.Deal(pictures)).Message,
                StringComparison.Ordinal);
        }

        Assert.Equal([0, 1, 0, 1], Enumerable.Range(0, 4).Select(game.Picture));
    }

    [Fact]
    public void ADrawing_ShowsVisiblePictures_AndBracketsAroundTheMove()
    {
        PairsGame game = Dealt(0, 1, 2, 0, 3, 2, 1, 3);
        Turn(game, 0, 3, 1);

        Assert.Equal(" ♥♥  [●●]  ▒▒   ♥♥ \n ▒▒   ▒▒   ▒▒   ▒▒ \n1 of 4 pairs after 1 move", Drawn(game));

        Turn(game, 2);
        Assert.Equal(" ♥♥  [●●] [▲▲]  ♥♥ \n ▒▒   ▒▒   ▒▒   ▒▒ \n1 of 4 pairs after 2 moves", Drawn(game));

        Turn(game, 4, 7);
        Assert.Equal(" ♥♥   ▒▒   ▒▒   ♥♥ \n[■■]  ▒▒   ▒▒  [■■]\n2 of 4 pairs after 3 moves", Drawn(game));
    }

    /// <summary>
    /// With two pairs, the second card is right in a third of the games, which then take two moves. Otherwise the third card matches one of
    /// them, and the game takes three moves.
    /// </summary>
    [Fact]
    public void APerfectMemory_NeedsTheExpectedNumberOfMoves()
    {
        RandomNumbers random = Random();

        Assert.Equal((2 + 3 + 3) / 3.0, ReferencePlayer.MeanMovesWithPerfectMemory(pairs: 2, games: 4000, random), 0.05);
    }

    /// <summary>Of n pairs, a random move finds one with probability 1 / (2n - 1).</summary>
    [Fact]
    public void RandomCards_NeedTheSquareOfTheNumberOfPairs()
    {
        RandomNumbers random = Random();

        Assert.Equal(1 + 3 + 5, ReferencePlayer.MeanMovesAtRandom(pairs: 3, games: 4000, random), 0.5);
    }

    private RandomNumbers Random()
    {
        int seed = System.Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new RandomNumbers(seed, row: 0);
    }

    private static PairsGame Dealt(params byte[] pictures)
    {
        PairsGame game = new(pictures.Length / 2);
        game.Deal(pictures);
        return game;
    }

    private static void Turn(PairsGame game, params int[] cards) => Array.ForEach(cards, card => game.Turn(card));

    private static bool[] Cards(PairsGame game, Func<int, bool> has) => [.. Enumerable.Range(0, game.Cards).Select(has)];

    private static string Drawn(PairsGame game) => Markup.Remove(PairsDrawing.Draw(game));
}
