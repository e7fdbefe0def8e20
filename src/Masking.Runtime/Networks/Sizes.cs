using System.Runtime.CompilerServices;

namespace Masking.Networks;

/// <summary>
/// Checks the sizes of parts before any tensor is created, because libtorch, or the operating system, ends the process for some sizes.
/// </summary>
internal static class Sizes
{
    /// <summary>The maximum number of stacked layers of a part.</summary>
    public const int MaxLayers = 1000;

    /// <summary>Requires a size from 1 to <paramref name="most"/>.</summary>
    /// <returns>The size, so that a constructor can check it in the call of its base constructor.</returns>
    public static int Positive(int size, int most = int.MaxValue, [CallerArgumentExpression(nameof(size))] string argument = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, argument);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, most, argument);
        return size;
    }

    /// <summary>Requires a number of stacked layers from <paramref name="least"/> to <see cref="MaxLayers"/>.</summary>
    public static int Layers(int layers, int least, [CallerArgumentExpression(nameof(layers))] string argument = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, least, argument);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layers, MaxLayers, argument);
        return layers;
    }

    /// <summary>Requires positive sizes whose product is at most <see cref="Array.MaxLength"/>.</summary>
    /// <param name="sizes">The sizes whose product is the number of elements of a tensor, and the names of their arguments.</param>
    /// <param name="times">A constant factor of the product.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the product is too large. In the latter case, the
    /// error names the largest size.</exception>
    public static void RequireProduct(ReadOnlySpan<(int Size, string Argument)> sizes, int times = 1)
    {
        (int Size, string Argument) largest = sizes[0];
        foreach ((int size, string argument) in sizes)
        {
            Positive(size, argument: argument);
            largest = size > largest.Size ? (size, argument) : largest;
        }

        // Both factors are below 2³¹, so the product of long integers does not overflow before it is compared.
        long product = times;
        foreach ((int size, _) in sizes)
        {
            product *= size;
            if (product > Array.MaxLength)
            {
                string factors = string.Join(" · ", sizes.ToArray().Select(each => $"{each.Argument} {each.Size}"));
                throw new ArgumentOutOfRangeException(largest.Argument, largest.Size,
                    $"expected a layer of at most {Array.MaxLength} weights, got {(times == 1 ? "" : $"{times} · ")}{factors}.");
            }
        }
    }

    /// <summary>Requires sizes of queries and keys for which layers can be created.</summary>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="candidates">The width of the encoding of a candidate.</param>
    /// <param name="width">The width of queries and keys.</param>
    /// <returns>The number of inputs, so that a constructor can check it in the call of its base constructor.</returns>
    public static int RequireQueriesAndKeys(int inputs, int candidates, int width)
    {
        RequireProduct([(inputs, nameof(inputs)), (width, nameof(width))]);
        RequireProduct([(candidates, nameof(candidates)), (width, nameof(width))]);
        return inputs;
    }
}
