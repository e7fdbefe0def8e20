namespace Masking;

/// <summary>
/// A map <c>(batch, channels, height, width)</c> with its agent mask <c>(batch, height, width)</c>, bool,
/// true = an agent stands on this cell.
/// </summary>
/// <param name="channels">Planes, at least 1.</param>
/// <param name="height">Rows of cells; 0, when left out, takes whatever the batch brings.</param>
/// <param name="width">Columns of cells; 0, when left out, takes whatever the batch brings.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AgentGridAttribute(int channels, int height = 0, int width = 0) : Attribute
{
    /// <summary>Planes.</summary>
    public int Channels { get; } = channels;

    /// <summary>Rows of cells, or 0 where the batch decides.</summary>
    public int Height { get; } = height;

    /// <summary>Columns of cells, or 0 where the batch decides.</summary>
    public int Width { get; } = width;
}
