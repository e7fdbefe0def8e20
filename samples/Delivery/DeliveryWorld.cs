using Masking.Training;

namespace Masking.Samples.Delivery;

/// <summary>
/// The environment of both policies, with the rules of <see cref="DeliveryMap"/>. The reward of each vehicle is its profit, and the
/// reported return is the profit of all.
/// </summary>
public sealed class DeliveryWorld
    : IEnvironment<DistinctPolicy.Batch, DistinctPolicy.Actions>,
        IEnvironment<IndependentPolicy.Batch, IndependentPolicy.Actions>,
        ICheckpointable
{
    private readonly DeliveryMap _map = new();
    private readonly float[] _profits = new float[DeliveryMap.Vehicles];

    /// <inheritdoc/>
    public void Reset(RandomNumbers random)
    {
        _map.Reset(random);
        Array.Clear(_profits);
    }

    /// <inheritdoc/>
    public StepResult Step(DistinctPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return Drive(vehicle => actions.DestinationAt(row, vehicle), random);
    }

    /// <inheritdoc/>
    public StepResult Step(IndependentPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return Drive(vehicle => actions.DestinationAt(row, vehicle), random);
    }

    /// <inheritdoc/>
    public void WriteObservation(DistinctPolicy.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        Write(batch.VehiclesMask(row), vehicle => batch.Vehicles(row, vehicle), DeliveryFeatures.WriteVehicle);
        Write(batch.CustomersMask(row), customer => batch.Customers(row, customer), DeliveryFeatures.WriteCustomer);
    }

    /// <inheritdoc/>
    public void WriteObservation(IndependentPolicy.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        Write(batch.VehiclesMask(row), vehicle => batch.Vehicles(row, vehicle), DeliveryFeatures.WriteVehicle);
        Write(batch.CustomersMask(row), customer => batch.Customers(row, customer), DeliveryFeatures.WriteCustomer);
    }

    /// <inheritdoc/>
    public string Render() => DeliveryPicture.Draw(_map, _profits);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _map.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _map.Load(reader);

    private StepResult Drive(Func<int, int?> destinationOf, RandomNumbers random)
    {
        int[] destinations =
        [
            .. Enumerable.Range(0, DeliveryMap.Vehicles).Select(vehicle => destinationOf(vehicle)
                ?? throw new InvalidOperationException(
                    $"expected a customer for vehicle {vehicle}, got none: pass the actions for the observation of this environment.")),
        ];
        _map.Drive(destinations, _profits, random);
        return StepResult.OfActors(_profits, _map.IsOver ? EpisodeStatus.Terminated : EpisodeStatus.Running);
    }

    /// <summary>Writes a set, all of whose entities are present.</summary>
    private void Write(Span<bool> isPresent, Func<int, Span<float>> featuresOf, Action<DeliveryMap, int, Span<float>> write)
    {
        isPresent.Fill(true);
        for (int entity = 0; entity < isPresent.Length; entity++)
        {
            write(_map, entity, featuresOf(entity));
        }
    }
}
