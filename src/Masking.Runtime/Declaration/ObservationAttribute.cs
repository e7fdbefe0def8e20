namespace Masking;

/// <summary>
/// A dense input without a mask: a vector <c>(batch, size)</c> for a <see cref="VectorEncoder"/>,
/// or a map <c>(batch, channels, height, width)</c> for a <see cref="GridEncoder"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ObservationAttribute : Attribute
{
    /// <summary>A vector of <paramref name="size"/> numbers per environment.</summary>
    /// <param name="size">Numbers per environment, at least 1.</param>
    public ObservationAttribute(int size) => Size = [size];

    /// <summary>A map of <paramref name="channels"/> planes per environment.</summary>
    /// <param name="channels">Planes, at least 1.</param>
    /// <param name="height">Rows of cells, at least 1.</param>
    /// <param name="width">Columns of cells, at least 1.</param>
    public ObservationAttribute(int channels, int height, int width) => Size = [channels, height, width];

    /// <summary>The size of one environment's observation, without the batch axis.</summary>
    public IReadOnlyList<int> Size { get; }
}
