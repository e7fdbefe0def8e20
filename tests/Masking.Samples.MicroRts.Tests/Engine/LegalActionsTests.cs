using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Engine;

/// <summary>The set of legal actions agrees with its flags, and with the rules of each action.</summary>
public sealed class LegalActionsTests
{
    private static readonly ActionType[] Types = Enum.GetValues<ActionType>();

    [Fact]
    public void ListedActions_AreDifferentAndLegal_AndGiveTheFlags() => RandomGame.ForAny(game =>
    {
        GameState state = game.Play().State;
        for (int i = 0; i < state.Units.Length; i++)
        {
            Unit unit = state.Units[i];
            if (unit.Player == Unit.Nobody)
            {
                continue;
            }

            LegalActions legal = state.LegalActionsOf(i);
            UnitAction[] actions = [UnitAction.None(1), .. List(legal, unit)];
            Assert.Equal(actions.Length, actions.Distinct().Count());
            Assert.All(actions, action => Assert.True(legal.Contains(action, unit), $"{action}"));
            bool[] flags = new bool[LegalActions.Flags];
            legal.WriteFlags(flags);
            Assert.Equal(FlagsOf(actions, unit), flags);
        }
    });

    [Fact]
    public void ActionsOutOfRange_AreIllegal()
    {
        GameState state = Scene.Create(9, 1, 9, Scene.Unit(UnitKind.Ranged, 0, 4, 0), Scene.Unit(UnitKind.Worker, 1, 0, 0));
        Unit unit = state.Units[0];
        LegalActions legal = state.LegalActionsOf(0);

        Assert.All(
            new[]
            {
                UnitAction.Attack(0, 0),
                UnitAction.Attack(4, 40),
                UnitAction.Move(Direction.Up),
                UnitAction.Move((Direction)(-1)),
                UnitAction.Move((Direction)8),
                UnitAction.Move((Direction)33),
                UnitAction.Produce(Direction.Left, UnitKind.None),
                new UnitAction((ActionType)6, 0),
            },
            action => Assert.False(legal.Contains(action, unit), $"{action}"));
    }

    [Theory]
    [InlineData(3, 0, true)]
    [InlineData(2, 2, true)]
    [InlineData(3, 1, false)]
    public void RangedUnits_AttackWithinEuclideanDistance(int x, int y, bool isLegal)
    {
        GameState state = Scene.Create(4, 4, 0, Scene.Unit(UnitKind.Ranged, 0, 0, 0), Scene.Unit(UnitKind.Worker, 1, x, y));

        Assert.Equal(isLegal, state.LegalActionsOf(0).Contains(UnitAction.Attack(x, y), state.Units[0]));
    }

    private static IEnumerable<UnitAction> List(LegalActions legal, Unit unit) =>
        from type in Types.Skip(1)
        from number in Enumerable.Range(0, legal.Count(type))
        select legal.ActionAt(type, number, unit);

    private static bool[] FlagsOf(UnitAction[] actions, Unit unit)
    {
        bool[] flags = new bool[LegalActions.Flags];
        foreach (UnitAction action in actions)
        {
            flags[(int)action.Type] = true;
            if (action.Type == ActionType.Attack)
            {
                flags[29 + ((3 + action.Y - unit.Y) * 7) + 3 + action.X - unit.X] = true;
            }
            else if (action.Type != ActionType.None)
            {
                flags[6 + (4 * ((int)action.Type - 1)) + action.Parameter] = true;
            }

            if (action.Type == ActionType.Produce)
            {
                flags[22 + (int)action.Product] = true;
            }
        }

        return flags;
    }
}
