namespace Masking.Training;

/// <summary>
/// The random numbers of one environment. They depend only on the seed, the row of the environment and the number of draws before.
/// </summary>
public sealed class RandomNumbers : ICheckpointable
{
    /// <summary>Added to the seed, so that the numbers differ from those of actions and minibatches.</summary>
    private const long SeedOffset = 1L << 33;

    private RandomStream _stream;

    /// <summary>Creates the random numbers of one row, at their start.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="row">The row of the environment. Rows of one seed have different numbers.</param>
    public RandomNumbers(int seed, int row = 0) => _stream = new RandomStream(SeedOffset + seed, step: 0, row);

    /// <summary>Draws a number between 0 and 1, both exclusive.</summary>
    public double Next() => _stream.Next().Uniform(0, 0, 0);

    /// <summary>Draws an integer from 0 to <paramref name="count"/> - 1, uniformly.</summary>
    /// <param name="count">At least 1.</param>
    public int Next(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)(Next() * count);
    }

    /// <summary>Shuffles elements uniformly.</summary>
    /// <param name="elements">The elements.</param>
    public void Shuffle<T>(Span<T> elements)
    {
        for (int i = elements.Length - 1; i > 0; i--)
        {
            int other = Next(i + 1);
            (elements[i], elements[other]) = (elements[other], elements[i]);
        }
    }

    /// <summary>Writes the number of draws.</summary>
    /// <param name="writer">The writer.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_stream.Step);
    }

    /// <summary>Continues after the number of draws written by <see cref="Save"/>.</summary>
    /// <param name="reader">The reader.</param>
    /// <exception cref="CheckpointException">The number is out of range.</exception>
    public void Load(BinaryReader reader) => _stream = reader.ReadRandomStream(_stream, "an environment");
}
