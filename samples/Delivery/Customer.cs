namespace Masking.Samples.Delivery;

/// <summary>A customer who waits for parcels.</summary>
/// <param name="Cell">The cell of the customer.</param>
/// <param name="Parcels">The number of parcels, from 1 to <see cref="DeliveryMap.MaxParcels"/>.</param>
public readonly record struct Customer(int Cell, int Parcels);
