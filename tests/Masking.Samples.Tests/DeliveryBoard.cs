using Masking.Samples.Delivery;

namespace Masking.Samples.Tests;

/// <summary>Positions of Delivery.</summary>
internal static class DeliveryBoard
{
    /// <summary>
    /// A map with a vehicle in each corner, row by row. The customers are at row 0, column 3 with two parcels, at (2, 0) with three, at
    /// (9, 4) with one, at (5, 5) with three, at (7, 9) with two, and at (4, 4) with one.
    /// </summary>
    public static DeliveryMap Corners()
    {
        DeliveryMap map = new();
        map.Place([0, 9, 90, 99], [new(3, 2), new(20, 3), new(94, 1), new(55, 3), new(79, 2), new(44, 1)]);
        return map;
    }

    /// <summary>Drives all vehicles and returns their profits.</summary>
    /// <param name="map">The map.</param>
    /// <param name="destinations">The customer of each vehicle.</param>
    public static float[] Drive(this DeliveryMap map, params int[] destinations)
    {
        float[] profits = new float[DeliveryMap.Vehicles];
        map.Drive(destinations, profits, new Masking.Training.RandomNumbers(seed: 1));
        return profits;
    }

    /// <summary>The saved state of a map or an environment.</summary>
    /// <param name="save">Writes the state.</param>
    public static byte[] Saved(Action<BinaryWriter> save)
    {
        using MemoryStream saved = new();
        save(new BinaryWriter(saved));
        return saved.ToArray();
    }

    /// <summary>A reader of a saved state.</summary>
    /// <param name="saved">The state.</param>
    public static BinaryReader Reader(byte[] saved) => new(new MemoryStream(saved));
}
