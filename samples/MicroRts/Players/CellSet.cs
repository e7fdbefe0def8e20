namespace Masking.Samples.MicroRts.Players;

/// <summary>A set of cells, which grows with the boards that it is used for.</summary>
internal sealed class CellSet
{
    private ulong[] _bits = [];

    /// <summary>Removes all cells.</summary>
    /// <param name="cells">The number of cells of the board.</param>
    public void Clear(int cells)
    {
        int words = (cells + 63) / 64;
        if (_bits.Length < words)
        {
            _bits = new ulong[words];
        }

        _bits.AsSpan().Clear();
    }

    public bool Contains(int cell) => (_bits[cell >> 6] >> cell & 1) != 0;

    public void Add(int cell) => _bits[cell >> 6] |= 1UL << cell;
}
