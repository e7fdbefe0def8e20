using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Learning;
using Masking.Training;
using TorchSharp;

namespace Masking.Samples.MicroRts.Tests.Learning;

/// <summary>The view writes what the engine says, and gives the orders that the policy chose.</summary>
public sealed class AgentViewTests
{
    private static readonly string[] MapsOfItsSize = ["basesWorkers8x8", "basesWorkers8x8Obstacle"];

    [Fact]
    public void Player0_SeesTheObservationAndTheFlagsOfTheEngine() => RandomGame.ForAny(game =>
    {
        GameState state = OnItsBoard(game).Play().State;
        float[] planes = new float[ObservationWriter.Planes * state.Board.Cells];
        bool[] flags = new bool[LegalActions.Flags];
        new ObservationWriter(state.Board).WritePlanes(state, 0, planes);
        using MicroRtsPolicy.Batch batch = Observe(state, player: 0, Masks.All);

        Assert.Equal(planes, Enumerable.Range(0, ObservationWriter.Planes).SelectMany(plane => batch.Board(0, plane).ToArray()));
        for (int cell = 0; cell < state.Board.Cells; cell++)
        {
            int index = state.UnitAt(cell);
            bool acts = index >= 0 && state.Units[index] is { Player: 0, IsBusy: false };
            Assert.Equal(acts, batch.BoardMask(0)[cell]);
            if (acts)
            {
                state.LegalActionsOf(index).WriteFlags(flags);
                Assert.Equal(flags, batch.OrdersMask(0, cell / MicroRtsPolicy.Size, cell % MicroRtsPolicy.Size).Flags.ToArray());
            }
        }
    });

    [Fact]
    public void Player1_SeesWhatPlayer0SeesOnTheTurnedBoard() => RandomGame.ForAny(game =>
    {
        GameState state = OnItsBoard(game).Play().State;
        using MicroRtsPolicy.Batch seen = Observe(state, player: 1, Masks.All);
        using MicroRtsPolicy.Batch turned = Observe(TurnedState.Of(state), player: 0, Masks.All);

        Assert.Equal(Bytes(turned), Bytes(seen));
    });

    [Fact]
    public void AUnit_WaitsACycle_IfAnActionIsOverdue()
    {
        GameState state = new(new GameSetup
        {
            Board = new Board(MicroRtsPolicy.Size, MicroRtsPolicy.Size, new string('0', MicroRtsPolicy.Size * MicroRtsPolicy.Size)),
            Time = 100,
            Resources = [0, 0],
            Units =
            [
                new Unit(0, UnitKind.Worker, 0, 0, 0, 1, 0),
                new Unit(1, UnitKind.Worker, 0, 1, 0, 1, 0),
                new Unit(2, UnitKind.Worker, 0, 0, 1, 1, 0),
            ],
            ActionsUnderWay = [(new Order(1, UnitAction.None(5)), 0), (new Order(2, UnitAction.None(200)), 0)],
        });
        using AgentPlayer agent = new(new MicroRtsPolicy());
        OrderList orders = new(state.Board.Cells);

        agent.ChooseOrders(state, player: 0, new RandomNumbers(1), orders);

        Assert.Equal([new Order(0, UnitAction.None(1))], orders.Span.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void EveryFreeUnit_GetsALegalOrder(int player)
    {
        using MicroRtsPolicy policy = new();
        RandomGame.ForAny(game =>
        {
            GameState state = OnItsBoard(game).Play().State;
            using MicroRtsPolicy.Batch batch = Observe(state, player, Masks.All);
            using Step<MicroRtsPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(game.Seed));
            OrderList orders = new(state.Board.Cells);

            new AgentView(state.Board, Masks.All).ReadOrders(step.Actions, row: 0, state, player, orders);

            Unit[] units = state.Units.ToArray();
            Assert.Equal(
                units.Where(unit => unit.Player == player && !unit.IsBusy).Select(unit => unit.Id),
                orders.Span.ToArray().Select(order => order.UnitId));
            foreach (Order order in orders.Span)
            {
                int index = Array.FindIndex(units, unit => unit.Id == order.UnitId);
                Assert.True(state.LegalActionsOf(index).Contains(order.Action, units[index]), $"{order}");
            }
        });
    }

    [Fact]
    public void TheSameActions_AreTurnedOrdersOnTheTurnedBoard()
    {
        using MicroRtsPolicy policy = new();
        RandomGame.ForAny(game =>
        {
            GameState state = OnItsBoard(game).Play().State;
            GameState turned = TurnedState.Of(state);
            using MicroRtsPolicy.Batch batch = Observe(state, player: 1, Masks.All);
            using Step<MicroRtsPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(game.Seed));
            OrderList orders = new(state.Board.Cells);
            OrderList turnedOrders = new(state.Board.Cells);

            new AgentView(state.Board, Masks.All).ReadOrders(step.Actions, row: 0, state, player: 1, orders);
            new AgentView(turned.Board, Masks.All).ReadOrders(step.Actions, row: 0, turned, player: 0, turnedOrders);

            Assert.Equal(
                turnedOrders.Span.ToArray(),
                orders.Span.ToArray().Select(order => new Order(order.UnitId, TurnedState.Of(order.Action, state.Board))));
        });
    }

    [Fact]
    public void WithoutMasks_EveryCellMayChooseEveryAction()
    {
        GameState state = new(Maps.All[0].Start);
        using MicroRtsPolicy.Batch all = Observe(state, player: 0, Masks.All);
        using MicroRtsPolicy.Batch ofAllCells = Observe(state, player: 0, Masks.Actions);
        using MicroRtsPolicy.Batch ofAllActions = Observe(state, player: 0, Masks.Agents);

        Assert.Equal(2, Count(all.BoardMask(0)));
        Assert.Equal(64, Count(ofAllCells.BoardMask(0)));
        Assert.Equal(all.OrdersMask(0, 1, 1).Flags.ToArray(), ofAllCells.OrdersMask(0, 1, 1).Flags.ToArray());
        Assert.Equal(LegalActions.Flags, Count(ofAllCells.OrdersMask(0, 4, 4).Flags));
        Assert.Equal(2, Count(ofAllActions.BoardMask(0)));
        Assert.Equal(LegalActions.Flags, Count(ofAllActions.OrdersMask(0, 1, 1).Flags));
        Assert.True(Count(all.OrdersMask(0, 1, 1).Flags) < LegalActions.Flags);
    }

    [Fact]
    public void ABoardOfAnotherSize_IsRejected() => Assert.StartsWith(
        "expected a board of 8 × 8 cells, for which the agent is declared, got 16 × 16.",
        Assert.Throws<ArgumentException>(() => new AgentView(Maps.Find("basesWorkers16x16A").Start.Board, Masks.All)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void ActionsForAnotherState_AreRejected()
    {
        using MicroRtsPolicy policy = new();
        GameState state = new(Maps.All[0].Start);
        using MicroRtsPolicy.Batch batch = new(environments: 1);
        using Step<MicroRtsPolicy.Actions> step = policy.ActGreedily(batch.Observation);

        string message = Assert.Throws<InvalidOperationException>(() => new AgentView(state.Board, Masks.All).ReadOrders(
            step.Actions, row: 0, state, player: 0, new OrderList(state.Board.Cells))).Message;

        Assert.StartsWith("expected an order of the unit in column ", message, StringComparison.Ordinal);
    }

    private static RandomGame OnItsBoard(RandomGame game) => game with { Map = MapsOfItsSize[game.Seed % MapsOfItsSize.Length] };

    private static MicroRtsPolicy.Batch Observe(GameState state, int player, Masks masks)
    {
        MicroRtsPolicy.Batch batch = new(environments: 1);
        new AgentView(state.Board, masks).WriteObservation(state, player, batch, row: 0);
        return batch;
    }

    private static byte[] Bytes(MicroRtsPolicy.Batch batch) =>
    [
        .. new[] { batch.Observation.Board, batch.Observation.BoardMask, batch.Observation.OrdersMask! }
            .SelectMany(tensor => tensor.bytes.ToArray()),
    ];

    private static int Count(ReadOnlySpan<bool> flags) => flags.Count(true);
}
