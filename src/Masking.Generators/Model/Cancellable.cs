namespace Masking.Generators.Model;

/// <summary>Loops that can be cancelled.</summary>
internal static class Cancellable
{
    /// <summary>The same items. Reading the next one throws once the run is cancelled.</summary>
    public static IEnumerable<T> WithCancellation<T>(this IEnumerable<T> items, CancellationToken cancellation)
    {
        foreach (T item in items)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
