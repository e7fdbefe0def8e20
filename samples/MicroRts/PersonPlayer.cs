using System.Globalization;
using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;
using Masking.Training;
using Spectre.Console;

namespace Masking.Samples.MicroRts;

/// <summary>
/// A person who chooses the order of each unit from a list of its legal actions. The list leaves out what would become waiting, because
/// another action will occupy the cell, or because of the prices of orders of the same cycle.
/// </summary>
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
                orders.Add(unit, Ask(state, unit, [.. Actions(state, i).Where(action => IsAccepted(state, orders, unit, action))]));
            }
        }
    }

    private UnitAction Ask(GameState state, Unit unit, IReadOnlyList<UnitAction> actions)
    {
        console.Clear(home: true);
        console.MarkupLine(GameDrawing.Render(state, state.CellOf(unit)));
        SelectionPrompt<Choice> prompt = new SelectionPrompt<Choice>()
            .Title($"The {NameOf(unit.Kind)} in column {unit.X + 1} of row {unit.Y + 1}:")
            .PageSize(ChoicesPerPage)
            .WrapAround()
            .UseConverter(choice => choice.Text)
            .AddChoices(actions.Select(action => new Choice(Describe(state, action), action)))
            .AddChoices(new Choice("leave the game", null));
        Choice chosen = prompt.ShowAsync(console, cancellationToken).GetAwaiter().GetResult();
        return chosen.Action ?? throw new OperationCanceledException("The person left the game.");
    }

    /// <summary>The legal actions of a unit, followed by waiting.</summary>
    private static IEnumerable<UnitAction> Actions(GameState state, int index)
    {
        Unit unit = state.Units[index];
        LegalActions legal = state.LegalActionsOf(index);
        foreach (ActionType type in Enum.GetValues<ActionType>().Where(type => type != ActionType.None).Reverse())
        {
            for (int i = 0; i < legal.Count(type); i++)
            {
                yield return legal.ActionAt(type, i, unit);
            }
        }

        yield return UnitAction.None(ScriptedPlayers.WaitingTime);
    }

    /// <summary>Whether neither an order nor one of those before it would become waiting.</summary>
    private static bool IsAccepted(GameState state, OrderList orders, Unit unit, UnitAction action)
    {
        Order[] trial = [.. orders.Span, new Order(unit.Id, action)];
        GameState copy = state.Clone();
        copy.IssueOrders(unit.Player, trial);
        foreach (ref readonly Assignment assignment in copy.Assignments)
        {
            (int id, ActionType type) = (copy.Units[assignment.Unit].Id, assignment.Action.Type);
            if (Array.Exists(trial, order => order.UnitId == id && order.Action.Type != type))
            {
                return false;
            }
        }

        return true;
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
            ActionType.Attack => Attack(state, action),
            _ => $"wait {action.Parameter} cycles",
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
