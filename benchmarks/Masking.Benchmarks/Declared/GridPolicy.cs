using static TorchSharp.torch;

namespace Masking.Benchmarks.Declared;

/// <summary>
/// Every unit on a map is given a command. What its cell is like is known beforehand, so that acting is the work of the heads alone.
/// </summary>
[MaskedPolicy]
public sealed partial class GridPolicy
{
    /// <summary>Numbers that are known of a cell.</summary>
    public const int Channels = 64;

    [AgentGrid(channels: Channels)]  public partial KnownCells Map { get; }
    [Core(1)]                        public partial KnownLatent Core { get; }

    [ActionMask(Each = nameof(Map))] public partial Head<UnitCommand> Orders { get; }
}

/// <summary>Takes cells as they are.</summary>
public sealed class KnownCells(int channels, int? height, int? width)
    : GridEncoder($"{nameof(KnownCells)}({channels}, {height}, {width})", channels, 1)
{
    /// <inheritdoc/>
    public override GridEncoding forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new GridEncoding(input.permute(0, 2, 3, 1), zeros(input.size(0), PooledWidth));
    }
}

/// <summary>Takes encodings as they are.</summary>
public sealed class KnownLatent(int inputs, int width) : PolicyCore($"{nameof(KnownLatent)}({inputs})", width)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.alias();
    }
}
