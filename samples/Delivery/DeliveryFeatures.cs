namespace Masking.Samples.Delivery;

/// <summary>Writes observations. All features are numbers from 0 to 1.</summary>
public static class DeliveryFeatures
{
    /// <summary>The number of features of a vehicle: its row, its column, and a feature for each vehicle, which is 1 for itself.</summary>
    public const int Vehicle = 2 + DeliveryMap.Vehicles;

    /// <summary>The number of features of a customer: the row, the column, the parcels, and how near each vehicle is.</summary>
    public const int Customer = 3 + DeliveryMap.Vehicles;

    private const float MaxDistance = 2 * (DeliveryMap.Size - 1);

    /// <summary>Writes the features of a vehicle.</summary>
    /// <param name="map">The map.</param>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="features">Receives the features.</param>
    public static void WriteVehicle(DeliveryMap map, int vehicle, Span<float> features)
    {
        ArgumentNullException.ThrowIfNull(map);
        features.Clear();
        WritePosition(map.VehicleCells[vehicle], features);
        features[2 + vehicle] = 1;
    }

    /// <summary>Writes the features of a customer.</summary>
    /// <param name="map">The map.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="features">Receives the features.</param>
    public static void WriteCustomer(DeliveryMap map, int customer, Span<float> features)
    {
        ArgumentNullException.ThrowIfNull(map);
        WritePosition(map.Waiting[customer].Cell, features);
        features[2] = (float)map.Waiting[customer].Parcels / DeliveryMap.MaxParcels;
        for (int vehicle = 0; vehicle < DeliveryMap.Vehicles; vehicle++)
        {
            features[3 + vehicle] = 1 - (map.Distance(vehicle, customer) / MaxDistance);
        }
    }

    private static void WritePosition(int cell, Span<float> features)
    {
        (int row, int column) = Math.DivRem(cell, DeliveryMap.Size);
        features[0] = (float)row / (DeliveryMap.Size - 1);
        features[1] = (float)column / (DeliveryMap.Size - 1);
    }
}
