namespace Masking.Samples.HiddenDanger;

/// <summary>The features of a record: the kind, the row offset and the column offset of an entity, each one-hot encoded.</summary>
public static class Features
{
    /// <summary>The number of features of a record.</summary>
    public const int Count = Kinds + (2 * Offsets);

    private const int Kinds = 5;
    private const int Offsets = (2 * Board.Size) - 1;

    /// <summary>Writes the features of a record.</summary>
    /// <param name="kind">The kind of the entity.</param>
    /// <param name="offset">The offset of the entity.</param>
    /// <param name="features">The <see cref="Count"/> features, which must be 0.</param>
    public static void Write(Kind kind, Cell offset, Span<float> features)
    {
        features[(int)kind] = 1;
        features[Kinds + offset.Row + Board.Size - 1] = 1;
        features[Kinds + Offsets + offset.Column + Board.Size - 1] = 1;
    }
}
