namespace Masking;

/// <summary>Reads presence masks in host memory.</summary>
internal static class Presence
{
    /// <summary>The places at which somebody is, in their order.</summary>
    public static int[] Places(ReadOnlySpan<bool> present)
    {
        int[] places = new int[present.Count(true)];
        int place = -1;
        for (int row = 0; row < places.Length; row++)
        {
            place += 1 + present[(place + 1)..].IndexOf(true);
            places[row] = place;
        }

        return places;
    }
}
