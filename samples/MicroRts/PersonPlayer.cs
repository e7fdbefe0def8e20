using System.Globalization;
using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;
using Masking.Training;
using Spectre.Console;

namespace Masking.Samples.MicroRts;

/// <summary>A person who chooses the order of each unit from a list of its legal actions.</summary>
/// <param name="console">The console that shows the board and reads the keyboard.</param>
/// <param name="cancellationToken">Ends the game.</param>
public sealed class PersonPlayer(IAnsiConsole console, CancellationToken cancellationToken) : IPlayer
{
    private const int ChoicesPerPage = 12;

    /// <summary>Asks for an order for each unit that has no action.</summary>
    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The person leaves the game.</exception>
    public void ChooseOrders(GameState state, int player, RandomNumbers random, OrderList orders)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(orders);
        for (int i = 0; i < state.Units.Length; i++)
        {
            Unit unit = state.Units[i];
            if (unit.Player == player && !unit.IsBusy)
            {
                orders.Add(unit, Ask(state, unit, state.LegalActionsOf(i)));
            }
        }
    }

    private UnitAction Ask(GameState state, Unit unit, LegalActions legal)
    {
        console.Clear(home: true);
        console.MarkupLine(GameDrawing.Render(state, state.CellOf(unit)));
        SelectionPrompt<Choice> prompt = new SelectionPrompt<Choice>()
            .Title($"The {NameOf(unit.Kind)} in column {unit.X + 1} of row {unit.Y + 1}:")
            .PageSize(ChoicesPerPage)
            .WrapAround()
            .UseConverter(choice => choice.Text)
            .AddChoices(Choices(state, unit, legal))
            .AddChoices(new Choice("leave the game", null));
        Choice chosen = prompt.ShowAsync(console, cancellationToken).GetAwaiter().GetResult();
        return chosen.Action ?? throw new OperationCanceledException("The person left the game.");
    }

    private static IEnumerable<Choice> Choices(GameState state, Unit unit, LegalActions legal)
    {
        foreach (ActionType type in Enum.GetValues<ActionType>().Where(type => type != ActionType.None).Reverse())
        {
            for (int i = 0; i < legal.Count(type); i++)
            {
                UnitAction action = legal.ActionAt(type, i, unit);
                yield return new Choice(Describe(state, action), action);
            }
        }

        yield return new Choice($"wait {ScriptedPlayers.WaitingTime} cycles", UnitAction.None(ScriptedPlayers.WaitingTime));
    }

    private static string Describe(GameState state, UnitAction action)
    {
        string direction = $"{action.Direction}".ToLowerInvariant();
        return action.Type switch
        {
            ActionType.Move => $"move {direction}",
            ActionType.Harvest => $"harvest {direction}",
            ActionType.Return => $"return resources {direction}",
            ActionType.Produce => $"produce {NameOf(action.Product)} {direction}",
            _ => Attack(state, action),
        };
    }

    private static string Attack(GameState state, UnitAction action)
    {
        Unit target = state.Units[state.UnitAt(state.Board.CellAt(action.X, action.Y))];
        return string.Create(
            CultureInfo.InvariantCulture, $"attack {NameOf(target.Kind)} in column {action.X + 1} of row {action.Y + 1}");
    }

    private static string NameOf(UnitKind kind) => $"{kind}".ToLowerInvariant();

    /// <summary>A line of the list.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="Action">The action; null to leave the game.</param>
    private sealed record Choice(string Text, UnitAction? Action);
}
