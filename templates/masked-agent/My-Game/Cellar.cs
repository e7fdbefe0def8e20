using Masking.Training;

namespace My_Game;

/// <summary>
/// The rules of the game. A wizard hunts slimes in a cellar: it walks, or hits a slime in reach with a spark. Slimes creep around, and a
/// touch costs the wizard a heart. The game is over when all slimes are gone, or all hearts.
/// </summary>
public sealed class Cellar
{
    public const int AllSlimes = 20;
    public const int MaxSlimes = 4;         // at the same time
    public const int MaxSize = 3;
    public const int MaxHearts = 3;
    public const int Reach = 2;

    private const int TurnsBetweenSlimes = 3;
    private const int TurnsBetweenSteps = 4;

    private static readonly Cell Start = new(4, 4);

    private static readonly string[] Map =
    [
        "###########",
        "#.........#",
        "#.##...##.#",
        "#.........#",
        "#....#....#",
        "#.........#",
        "#.##...##.#",
        "#.........#",
        "###########",
    ];

    private readonly Slime?[] _slimes = new Slime?[MaxSlimes];
    private int _arrived;

    public static int Rows => Map.Length;

    public static int Columns => Map[0].Length;

    public static IReadOnlyList<Order> Orders { get; } = Enum.GetValues<Order>();

    public Cell Wizard { get; private set; }

    public int Hearts { get; private set; }

    /// <summary>The slimes; null where there is none.</summary>
    public IReadOnlyList<Slime?> Slimes => _slimes;

    /// <summary>The number of slimes that are gone.</summary>
    public int Gone { get; private set; }

    public bool IsOver => Gone == AllSlimes || Hearts == 0;

    public static bool IsWall(Cell cell) => Map[cell.Row][cell.Column] == '#';

    public bool IsFree(Cell cell) => !IsWall(cell) && cell != Wizard && !_slimes.Any(slime => slime?.Cell == cell);

    public bool IsInReach(Slime? slime) => slime is not null && slime.Cell.DistanceTo(Wizard) <= Reach;

    public bool IsLegal(Order order) => order switch
    {
        Order.Spark => _slimes.Any(IsInReach),
        _ => IsFree(Wizard.Toward(order)),
    };

    /// <summary>Begins a game.</summary>
    public void Reset()
    {
        Array.Clear(_slimes);
        (Wizard, Hearts, Gone, _arrived) = (Start, MaxHearts, 0, 0);
    }

    /// <summary>Takes a turn: the wizard acts, then the slimes do.</summary>
    /// <param name="order">A legal order.</param>
    /// <param name="target">The index of the slime that a spark hits; null for other orders.</param>
    /// <param name="random">The random numbers of this game.</param>
    public void Play(Order order, int? target, RandomNumbers random)
    {
        Wizard = Wizard.Toward(order);
        if (target is { } hit)
        {
            _slimes[hit] = Shrink(_slimes[hit]!);
        }

        for (int index = 0; index < MaxSlimes; index++)
        {
            _slimes[index] = _slimes[index] is { } slime ? Creep(slime, random) : Arrive(random);
        }
    }

    private Slime? Shrink(Slime slime)
    {
        if (slime.Size > 1)
        {
            return slime with { Size = slime.Size - 1 };
        }

        Gone++;
        return null;
    }

    /// <summary>Touches the wizard, or moves by a cell. Slimes are slow: they act in every fourth turn on average.</summary>
    private Slime Creep(Slime slime, RandomNumbers random)
    {
        if (random.Next(TurnsBetweenSteps) > 0)
        {
            return slime;
        }

        if (slime.Cell.DistanceTo(Wizard) == 1)
        {
            Hearts = Math.Max(0, Hearts - 1);
            return slime;
        }

        Cell[] free = [.. Orders.Select(slime.Cell.Toward).Where(IsFree)];
        return free.Length > 0 ? slime with { Cell = free[random.Next(free.Length)] } : slime;
    }

    /// <summary>Returns a new slime out of reach; null if none arrives in this turn.</summary>
    private Slime? Arrive(RandomNumbers random)
    {
        Cell cell = new(random.Next(Rows), random.Next(Columns));
        if (_arrived == AllSlimes || random.Next(TurnsBetweenSlimes) > 0 || !IsFree(cell) || cell.DistanceTo(Wizard) <= Reach)
        {
            return null;
        }

        _arrived++;
        return new Slime(cell, Size: 1 + random.Next(MaxSize));
    }
}
