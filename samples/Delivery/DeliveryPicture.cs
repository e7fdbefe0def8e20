using System.Globalization;

namespace Masking.Samples.Delivery;

/// <summary>Renders the map as text with markup of Spectre.Console.</summary>
public static class DeliveryPicture
{
    private static readonly string[] VehicleColors = ["deepskyblue1", "green3", "orange1", "violet"];

    /// <summary>Renders the map in a frame, with the number of rounds and the profits of the last one below.</summary>
    /// <param name="map">The map.</param>
    /// <param name="profits">The profit of each vehicle in the last round.</param>
    public static string Draw(DeliveryMap map, ReadOnlySpan<float> profits)
    {
        ArgumentNullException.ThrowIfNull(map);
        string edge = new('─', (2 * DeliveryMap.Size) + 1);
        IEnumerable<string> rows = Enumerable.Range(0, DeliveryMap.Cells).Select(cell => Cell(map, cell)).Chunk(DeliveryMap.Size)
            .Select(cells => $"[grey]│[/] {string.Join(' ', cells)} [grey]│[/]");
        IEnumerable<string> earned = profits.ToArray()
            .Select((profit, vehicle) => string.Create(CultureInfo.InvariantCulture, $"{Vehicle(vehicle)} {profit,4:F1}"));
        return $"[grey]╭{edge}╮[/]\n{string.Join('\n', rows)}\n[grey]╰{edge}╯[/]\n"
            + $"  round {map.Rounds} of {DeliveryMap.EpisodeRounds}\n  {string.Join("  ", earned)}";
    }

    /// <summary>Renders a cell: the letter of a vehicle, or the number of parcels that a customer waits for.</summary>
    private static string Cell(DeliveryMap map, int cell)
    {
        int vehicle = map.VehicleCells.IndexOf(cell);
        if (vehicle >= 0)
        {
            return Vehicle(vehicle);
        }

        foreach (Customer customer in map.Waiting)
        {
            if (customer.Cell == cell)
            {
                return $"[bold]{customer.Parcels}[/]";
            }
        }

        return "[grey35]·[/]";
    }

    private static string Vehicle(int vehicle) => $"[bold {VehicleColors[vehicle]}]{(char)('A' + vehicle)}[/]";
}
