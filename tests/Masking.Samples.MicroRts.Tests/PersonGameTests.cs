using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;
using Masking.Samples.MicroRts.Tests.Engine;
using Masking.Training;
using Spectre.Console.Testing;

namespace Masking.Samples.MicroRts.Tests;

/// <summary>A person chooses orders with the keys of a terminal.</summary>
public sealed class PersonGameTests : IDisposable
{
    private readonly TestConsole _console = new TestConsole().Interactive().Width(100).Height(40);

    public void Dispose() => _console.Dispose();

    [Fact]
    public void TheList_ContainsTheLegalActions_AndTheChosenOneIsOrdered()
    {
        GameState state = Scene.Create(
            width: 4,
            height: 3,
            resources: 1,
            Scene.Unit(UnitKind.Worker, 1, 1, 1),
            Scene.Unit(UnitKind.Worker, 0, 2, 1),
            Scene.Unit(UnitKind.Base, 1, 0, 1));
        Press(ConsoleKey.DownArrow, ConsoleKey.Enter, ConsoleKey.Enter);

        OrderList orders = Choose(state);

        Assert.Equal(
            [new Order(0, UnitAction.Move(Direction.Up)), new Order(2, UnitAction.Produce(Direction.Up, UnitKind.Worker))],
            orders.Span.ToArray());
        Assert.Contains("The worker in column 2 of row 2:", _console.Output, StringComparison.Ordinal);
        Assert.Contains("attack worker in column 3 of row 2", _console.Output, StringComparison.Ordinal);
        Assert.Contains("produce worker up", _console.Output, StringComparison.Ordinal);
        Assert.Contains("wait 10 cycles", _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("harvest", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheList_LeavesOutWhatWouldBecomeWaiting()
    {
        GameState state = Scene.Create(
            width: 3,
            height: 2,
            resources: 1,
            Scene.Unit(UnitKind.Base, 1, 0, 0),
            Scene.Unit(UnitKind.Base, 1, 2, 0),
            Scene.Unit(UnitKind.Worker, 1, 1, 1));
        Press(ConsoleKey.Enter, ConsoleKey.Enter, ConsoleKey.Enter);

        OrderList orders = Choose(state);

        // The first base produces to the right, so the second one cannot pay, and the worker cannot move up.
        Assert.Equal(
            [
                new Order(0, UnitAction.Produce(Direction.Right, UnitKind.Worker)),
                new Order(1, UnitAction.None(10)),
                new Order(2, UnitAction.Move(Direction.Right)),
            ],
            orders.Span.ToArray());
        Assert.DoesNotContain("move up", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void APersonCanLeave()
    {
        Press(ConsoleKey.UpArrow, ConsoleKey.Enter);

        PersonGame.Play(Start(new PassivePlayer()), person: 1, _console, TestContext.Current.CancellationToken);

        Assert.EndsWith("You left the game.\n", _console.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "You have lost after ")]
    [InlineData(1, "You have won after ")]
    public void TheResult_IsThatOfThePerson(int person, string expected)
    {
        Match match = new(Maps.Find("basesWorkers8x8"), new PassivePlayer(), new WorkerRush(), Match.DefaultCycles, seed: 1);

        PersonGame.Play(match, person, _console, TestContext.Current.CancellationToken);

        Assert.Contains(expected, _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatHappensBetweenOrders_IsShown()
    {
        Match match = new(Maps.Find("basesWorkers8x8"), new PassivePlayer(), new WaitingPlayer(), maxCycles: 30, seed: 1);

        PersonGame.Play(match, person: 1, _console, TestContext.Current.CancellationToken);

        Assert.Contains("cycle 10 ", _console.Output, StringComparison.Ordinal);
        Assert.Contains("cycle 20 ", _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("cycle 15 ", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ALongGame_IsADraw()
    {
        Match match = new(Maps.Find("basesWorkers8x8"), new PassivePlayer(), new PassivePlayer(), maxCycles: 5, seed: 1);

        PersonGame.Play(match, person: 1, _console, TestContext.Current.CancellationToken);

        Assert.EndsWith("A draw: nobody has won after 5 cycles.\n", _console.Output, StringComparison.Ordinal);
    }

    private Match Start(IPlayer opponent) => new(
        Maps.Find("basesWorkers8x8"),
        opponent,
        new PersonPlayer(_console, TestContext.Current.CancellationToken),
        Match.DefaultCycles,
        seed: 1);

    private OrderList Choose(GameState state)
    {
        OrderList orders = new(state.Board.Cells);
        new PersonPlayer(_console, TestContext.Current.CancellationToken).ChooseOrders(state, player: 1, new RandomNumbers(1), orders);
        return orders;
    }

    private void Press(params ConsoleKey[] keys) => Array.ForEach(keys, key => _console.Input.PushKey(key));

    /// <summary>Orders all units to wait for a long time.</summary>
    private sealed class WaitingPlayer : IPlayer
    {
        public void ChooseOrders(GameState state, int player, RandomNumbers random, OrderList orders) =>
            orders.AddWaiting(state, player, duration: 100);

        public void Dispose()
        {
        }
    }
}
