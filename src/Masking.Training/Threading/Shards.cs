namespace Masking.Training;

/// <summary>Divides the rows of a batch into shards of about equal size. The division does not depend on the number of threads.</summary>
internal static class Shards
{
    /// <summary>Returns the ranges of the shards: as few as possible, with at most a number of rows each.</summary>
    /// <param name="rows">The number of rows; at least 1.</param>
    /// <param name="rowsPerShard">The most rows of a shard; at least 1.</param>
    public static (int Start, int Count)[] Of(int rows, int rowsPerShard)
    {
        int shards = (rows + rowsPerShard - 1) / rowsPerShard;
        return Divide(rows, shards);
    }

    /// <summary>Returns the ranges of a number of shards.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="shards">The number of shards; from 1 to the number of rows.</param>
    public static (int Start, int Count)[] Divide(int rows, int shards) =>
        [.. Enumerable.Range(0, shards).Select(i =>
            (Boundary(rows, shards, i), Boundary(rows, shards, i + 1) - Boundary(rows, shards, i)))];

    /// <summary>Returns the ranges of the shards of sequences: as many environments as have a number of rows, and at least one.</summary>
    /// <param name="environments">The number of environments; at least 1.</param>
    /// <param name="steps">The steps of a sequence; at least 1.</param>
    /// <param name="rowsPerShard">The most rows of a shard; at least 1.</param>
    public static (int Start, int Count)[] OfSequences(int environments, int steps, int rowsPerShard) =>
        Of(environments, Math.Max(1, rowsPerShard / steps));

    /// <summary>Returns the ranges of the shards of a minibatch: rows, or environments of a minibatch of sequences.</summary>
    /// <param name="minibatch">The minibatch.</param>
    /// <param name="rowsPerShard">The most rows of a shard; at least 1.</param>
    public static (int Start, int Count)[] Of<TObservation, TActions>(Minibatch<TObservation, TActions> minibatch, int rowsPerShard)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions> => minibatch.IsSequence
            ? OfSequences((int)minibatch.Rows.size(1), (int)minibatch.Rows.size(0), rowsPerShard)
            : Of((int)minibatch.Rows.size(0), rowsPerShard);

    private static int Boundary(int rows, int shards, int i) => (int)((long)rows * i / shards);
}
