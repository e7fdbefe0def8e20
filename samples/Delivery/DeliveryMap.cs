using Masking.Training;

namespace Masking.Samples.Delivery;

/// <summary>
/// The rules of Delivery. In each round, new customers wait on random cells, and every vehicle drives to the customer that was chosen for
/// it. If several vehicles drive to the same customer, the nearest of them delivers; of those that are equally near, the first. The others
/// drove in vain. Customers who are not served in a round order elsewhere.
/// </summary>
public sealed class DeliveryMap
{
    /// <summary>The number of rows and columns of the map.</summary>
    public const int Size = 10;

    /// <summary>The number of cells of the map. Cells are counted row by row.</summary>
    public const int Cells = Size * Size;

    /// <summary>The number of vehicles.</summary>
    public const int Vehicles = 4;

    /// <summary>The number of customers of a round.</summary>
    public const int Customers = 6;

    /// <summary>The maximum number of parcels of a customer.</summary>
    public const int MaxParcels = 3;

    /// <summary>The number of rounds of an episode.</summary>
    public const int EpisodeRounds = 8;

    /// <summary>What a vehicle pays for each cell that it drives; it earns 1 for each parcel.</summary>
    public const float CostPerCell = 0.2f;

    /// <summary>The profit if every vehicle delivered the maximum number of parcels in each round, and driving were free.</summary>
    public const int MaxProfit = EpisodeRounds * Vehicles * MaxParcels;

    private readonly int[] _vehicles = new int[Vehicles];
    private readonly Customer[] _customers = new Customer[Customers];

    /// <summary>The number of rounds of this episode that are over.</summary>
    public int Rounds { get; private set; }

    /// <summary>Whether the episode is over.</summary>
    public bool IsOver => Rounds == EpisodeRounds;

    /// <summary>The cells of the vehicles. Several may be on the same cell.</summary>
    public ReadOnlySpan<int> VehicleCells => _vehicles;

    /// <summary>The customers who wait, each on a cell of its own.</summary>
    public ReadOnlySpan<Customer> Waiting => _customers;

    /// <summary>Begins an episode with vehicles and customers on random cells.</summary>
    /// <param name="random">The random numbers.</param>
    public void Reset(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Rounds = 0;
        int[] cells = [.. Enumerable.Range(0, Cells)];
        random.Shuffle<int>(cells);
        cells.AsSpan(0, Vehicles).CopyTo(_vehicles);
        DrawCustomers(random);
    }

    /// <summary>Begins an episode with a given position.</summary>
    /// <param name="vehicles">The cells of all vehicles.</param>
    /// <param name="customers">All customers.</param>
    public void Place(ReadOnlySpan<int> vehicles, ReadOnlySpan<Customer> customers)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vehicles.Length, Vehicles, nameof(vehicles));
        ArgumentOutOfRangeException.ThrowIfNotEqual(customers.Length, Customers, nameof(customers));
        Rounds = 0;
        vehicles.CopyTo(_vehicles);
        customers.CopyTo(_customers);
    }

    /// <summary>The number of cells that a vehicle drives to a customer.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="customer">The customer.</param>
    public int Distance(int vehicle, int customer)
    {
        (int row, int column) = Math.DivRem(_vehicles[vehicle], Size);
        (int goalRow, int goalColumn) = Math.DivRem(_customers[customer].Cell, Size);
        return Math.Abs(row - goalRow) + Math.Abs(column - goalColumn);
    }

    /// <summary>The profit of a vehicle that delivers to a customer: the parcels, minus the cost of driving.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="customer">The customer.</param>
    public float Profit(int vehicle, int customer) => _customers[customer].Parcels - (CostPerCell * Distance(vehicle, customer));

    /// <summary>Drives all vehicles to their customers.</summary>
    /// <param name="destinations">The customer of each vehicle.</param>
    /// <param name="profits">Receives the profit of each vehicle. One that drove in vain has only costs.</param>
    /// <param name="random">The random numbers.</param>
    public void Drive(ReadOnlySpan<int> destinations, Span<float> profits, RandomNumbers random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destinations.Length, Vehicles, nameof(destinations));
        ArgumentOutOfRangeException.ThrowIfNotEqual(profits.Length, Vehicles, nameof(profits));
        Span<int> firstVehicles = stackalloc int[Customers];
        FindFirst(destinations, firstVehicles);
        for (int vehicle = 0; vehicle < Vehicles; vehicle++)
        {
            int customer = destinations[vehicle];
            profits[vehicle] = Profit(vehicle, customer) - (firstVehicles[customer] == vehicle ? 0 : _customers[customer].Parcels);
        }

        for (int vehicle = 0; vehicle < Vehicles; vehicle++)
        {
            _vehicles[vehicle] = _customers[destinations[vehicle]].Cell;
        }

        DrawCustomers(random);
        Rounds++;
    }

    /// <summary>Writes the mutable state.</summary>
    /// <param name="writer">The writer.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Rounds);
        Array.ForEach(_vehicles, writer.Write);
        foreach (Customer customer in _customers)
        {
            writer.Write(customer.Cell);
            writer.Write(customer.Parcels);
        }
    }

    /// <summary>Reads the state written by <see cref="Save"/>.</summary>
    /// <param name="reader">The reader.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Rounds = reader.ReadInt32("rounds of the episode", 0, EpisodeRounds - 1);
        for (int vehicle = 0; vehicle < Vehicles; vehicle++)
        {
            _vehicles[vehicle] = reader.ReadInt32("the cell of a vehicle", 0, Cells - 1);
        }

        for (int customer = 0; customer < Customers; customer++)
        {
            _customers[customer] = new Customer(
                reader.ReadInt32("the cell of a customer", 0, Cells - 1), reader.ReadInt32("parcels of a customer", 1, MaxParcels));
        }

        CheckpointException.Require(
            _customers.DistinctBy(customer => customer.Cell).Count() == Customers
                && !_customers.Any(customer => _vehicles.Contains(customer.Cell)),
            "expected every customer on a cell of its own, got a shared cell");
    }

    /// <summary>Finds the vehicle that is first at each customer.</summary>
    private void FindFirst(ReadOnlySpan<int> destinations, Span<int> firstVehicles)
    {
        firstVehicles.Fill(-1);
        for (int vehicle = 0; vehicle < Vehicles; vehicle++)
        {
            int customer = destinations[vehicle];
            if (firstVehicles[customer] < 0 || Distance(vehicle, customer) < Distance(firstVehicles[customer], customer))
            {
                firstVehicles[customer] = vehicle;
            }
        }
    }

    /// <summary>Draws the customers of a round, on cells without vehicles.</summary>
    private void DrawCustomers(RandomNumbers random)
    {
        int[] cells = [.. Enumerable.Range(0, Cells).Except(_vehicles)];
        random.Shuffle<int>(cells);
        for (int customer = 0; customer < Customers; customer++)
        {
            _customers[customer] = new Customer(cells[customer], 1 + random.Next(MaxParcels));
        }
    }
}
