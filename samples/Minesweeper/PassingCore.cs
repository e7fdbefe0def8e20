using static TorchSharp.torch;

namespace Masking.Samples.Minesweeper;

/// <summary>A core that passes the encoding on as it is.</summary>
public sealed class PassingCore : PolicyCore
{
    /// <summary>A core without parameters.</summary>
    /// <param name="inputs">Numbers in the encoding.</param>
    /// <param name="width">The same.</param>
    /// <exception cref="ArgumentException">They differ.</exception>
    public PassingCore(int inputs, int width)
        : base(nameof(PassingCore), width)
    {
        if (inputs != width)
        {
            throw new ArgumentException(
                $"Expected a width of {inputs}, as the encoding has, got {width}: declare [Core({inputs})].",
                nameof(width)
            );
        }
    }

    /// <summary>Passes the encoding on.</summary>
    /// <param name="input"><c>(batch, Width)</c>.</param>
    /// <returns>The same <c>(batch, Width)</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.alias();
    }
}
