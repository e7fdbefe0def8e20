using static TorchSharp.torch;

namespace Masking.Samples.Minesweeper;

/// <summary>A core that returns the encoding unchanged.</summary>
public sealed class IdentityCore : PolicyCore
{
    /// <summary>Creates a core.</summary>
    /// <param name="inputs">The width of the encoding.</param>
    /// <param name="width">The width of the core, which must be the same.</param>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public IdentityCore(int inputs, int width)
        : base(nameof(IdentityCore), width)
    {
        if (inputs != width)
        {
            throw new ArgumentException(
                $"Expected a width of {inputs}, the width of the encoding, got {width}: declare [Core({inputs})].",
                nameof(width)
            );
        }
    }

    /// <summary>Returns the encoding.</summary>
    /// <param name="input"><c>(batch, Width)</c>.</param>
    /// <returns>The same <c>(batch, Width)</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.alias();
    }
}
