using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;
using Masking.Training;

namespace Masking.Samples.MicroRts.Tests.Engine;

/// <summary>A copy equals its original, and both play on independently.</summary>
public sealed class CopyTests
{
    [Fact]
    public void ACopy_EqualsTheOriginal_AndPlaysOnIdentically() => RandomGame.ForAny(game =>
    {
        GameState original = game.Play().State;
        string before = StateText.Of(original);
        GameState copy = original.Clone();
        Assert.Equal(before, StateText.Of(copy));

        string[] ofCopy = PlayOn(copy, game.Seed);
        Assert.Equal(before, StateText.Of(original));

        Assert.Equal(ofCopy, PlayOn(original, game.Seed));
    });

    [Fact]
    public void AStateThatAnotherIsCopiedInto_EqualsIt() => RandomGame.ForAny(game =>
    {
        GameState target = game.Play().State;
        GameState source = (game with { Seed = game.Seed / 2, Cycles = 600 - game.Cycles }).Play().State;
        GameState fresh = source.Clone();

        target.CopyFrom(source);

        Assert.Equal(StateText.Of(source), StateText.Of(target));
        Assert.Equal(PlayOn(fresh, game.Seed), PlayOn(target, game.Seed));
    });

    [Fact]
    public void AStateOnAnotherBoard_IsRejected() => Assert.StartsWith(
        "expected a state with the same Board and Types, got one with others: use Clone.",
        Assert.Throws<ArgumentException>(() => new GameState(Maps.All[0].Start).CopyFrom(new GameState(Maps.All[2].Start))).Message,
        StringComparison.Ordinal);

    /// <summary>Plays 100 cycles of biased random orders. Returns the state after each cycle.</summary>
    private static string[] PlayOn(GameState state, int seed)
    {
        IPlayer player = ScriptedPlayers.Create("biased-random");
        RandomNumbers random = new(seed);
        OrderList[] orders = [new OrderList(state.Board.Cells), new OrderList(state.Board.Cells)];
        string[] states = new string[100];
        for (int cycle = 0; cycle < states.Length; cycle++)
        {
            for (int side = 0; side < GameState.Players; side++)
            {
                orders[side].Clear();
                player.ChooseOrders(state, side, random, orders[side]);
            }

            states[cycle] = $"{state.Step(orders[0].Span, orders[1].Span)}\n{StateText.Of(state)}";
        }

        return states;
    }
}
