namespace Masking.Samples.Training;

/// <summary>The random numbers of one world: a function of the seed, the world's row, and how many were drawn before.</summary>
public sealed class RandomNumbers
{
    /// <summary>Takes the seeds of worlds out of the range of those of actions and minibatches.</summary>
    private const long WorldSeeds = 1L << 33;

    private RandomStream _stream;

    /// <summary>The numbers of one row, from their beginning.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="row">The row.</param>
    public RandomNumbers(int seed, int row) => _stream = new RandomStream(WorldSeeds + seed, step: 0, row);

    /// <summary>A number from 0 to 1, both excluded.</summary>
    public double Next() => _stream.Next().Uniform(0, 0, 0);

    /// <summary>A whole number from 0 to <paramref name="count"/> - 1, each as probable as any other.</summary>
    /// <param name="count">At least 1.</param>
    public int Next(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)(Next() * count);
    }

    /// <summary>Puts things into random order.</summary>
    /// <param name="things">The things.</param>
    public void Shuffle<T>(Span<T> things)
    {
        for (int i = things.Length - 1; i > 0; i--)
        {
            int other = Next(i + 1);
            (things[i], things[other]) = (things[other], things[i]);
        }
    }

    /// <summary>Writes where it stands.</summary>
    internal void Save(BinaryWriter writer) => writer.Write(_stream.Step);

    /// <summary>Goes on from where another stood.</summary>
    internal void Load(BinaryReader reader) => _stream = reader.ReadStream(_stream, "a world");
}
