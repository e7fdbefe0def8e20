namespace Masking.Samples.HiddenDanger;

/// <summary>A record in numbers: what it is, how far to the south, and how far to the east, each as a 1 among zeros.</summary>
public static class Features
{
    /// <summary>Numbers of a record.</summary>
    public const int Count = Kinds + (2 * Ways);

    private const int Kinds = 5;
    private const int Ways = (2 * Board.Size) - 1;

    /// <summary>Writes a record.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="way">Where it is.</param>
    /// <param name="features">The <see cref="Count"/> numbers, which are 0.</param>
    public static void Write(Kind kind, Cell way, Span<float> features)
    {
        features[(int)kind] = 1;
        features[Kinds + way.Row + Board.Size - 1] = 1;
        features[Kinds + Ways + way.Column + Board.Size - 1] = 1;
    }
}
