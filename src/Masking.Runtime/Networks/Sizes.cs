using System.Runtime.CompilerServices;

namespace Masking.Networks;

/// <summary>Checks the sizes of parts before any tensor is made: libtorch ends the process for some sizes, and the system does for
/// others.</summary>
internal static class Sizes
{
    /// <summary>The most layers of a part that are stacked on each other.</summary>
    public const int MostLayers = 1000;

    /// <summary>Refuses a size below 1 or above <paramref name="most"/>.</summary>
    /// <returns>The size, so that it can be checked on its way to a base constructor.</returns>
    public static int Positive(int size, int most = int.MaxValue, [CallerArgumentExpression(nameof(size))] string argument = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, argument);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, most, argument);
        return size;
    }

    /// <summary>Refuses a number of stacked layers below <paramref name="least"/> or above <see cref="MostLayers"/>.</summary>
    public static int Layers(int layers, int least, [CallerArgumentExpression(nameof(layers))] string argument = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, least, argument);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layers, MostLayers, argument);
        return layers;
    }

    /// <summary>Refuses sizes below 1, and a tensor of more elements than an array can have.</summary>
    /// <param name="sizes">The sizes whose product is the number of elements, and the arguments that they were given as.</param>
    /// <param name="times">What the product is multiplied by.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the product is too great; then the greatest size is
    /// named.</exception>
    public static void RequireProduct(ReadOnlySpan<(int Size, string Argument)> sizes, int times = 1)
    {
        (int Size, string Argument) greatest = sizes[0];
        foreach ((int size, string argument) in sizes)
        {
            Positive(size, argument: argument);
            greatest = size > greatest.Size ? (size, argument) : greatest;
        }

        // Both factors are below 2³¹, so that no product overflows before it is found to be too great.
        long product = times;
        foreach ((int size, _) in sizes)
        {
            product *= size;
            if (product > Array.MaxLength)
            {
                string factors = string.Join(" · ", sizes.ToArray().Select(each => $"{each.Argument} {each.Size}"));
                throw new ArgumentOutOfRangeException(greatest.Argument, greatest.Size,
                    $"expected a layer of at most {Array.MaxLength} weights, got {(times == 1 ? "" : $"{times} · ")}{factors}.");
            }
        }
    }

    /// <summary>Refuses sizes of queries and keys that no layer can have.</summary>
    /// <param name="inputs">Numbers that an actor knows.</param>
    /// <param name="candidates">Numbers in the encoding of one candidate.</param>
    /// <param name="width">Numbers in queries and keys.</param>
    /// <returns>The inputs, so that they can be checked on their way to a base constructor.</returns>
    public static int OfQueriesAndKeys(int inputs, int candidates, int width)
    {
        RequireProduct([(inputs, nameof(inputs)), (width, nameof(width))]);
        RequireProduct([(candidates, nameof(candidates)), (width, nameof(width))]);
        return inputs;
    }
}
