using static TorchSharp.torch;

namespace Masking.Benchmarks.Declared;

/// <summary>
/// Chooses a command for every unit on a map. Encoder and core pass their inputs through, so that only the heads are timed.
/// </summary>
[MaskedPolicy]
public sealed partial class GridPolicy
{
    /// <summary>The number of features of a cell.</summary>
    public const int Channels = 64;

    [AgentGrid(channels: Channels)]  public partial PassThroughCells Map { get; }
    [Core(1)]                        public partial PassThroughCore Core { get; }

    [ActionMask(Each = nameof(Map))] public partial Head<UnitCommand> Orders { get; }
}

/// <summary>An encoder that returns the features of the cells unchanged.</summary>
public sealed class PassThroughCells(int channels, int? height, int? width)
    : GridEncoder($"{nameof(PassThroughCells)}({channels}, {height}, {width})", channels, 1)
{
    /// <inheritdoc/>
    public override GridEncoding forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new GridEncoding(input.permute(0, 2, 3, 1), zeros(input.size(0), PooledWidth));
    }
}

/// <summary>A core that returns its input unchanged.</summary>
public sealed class PassThroughCore(int inputs, int width) : PolicyCore($"{nameof(PassThroughCore)}({inputs})", width)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.alias();
    }
}
