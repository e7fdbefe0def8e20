using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

/// <summary>Random maps with units, action masks and the parameters of the head.</summary>
internal sealed class GridScene : IDisposable
{
    private static readonly Scalar LegalFraction = 0.6;

    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>Draws the maps. The same arguments give the same values.</summary>
    /// <param name="environments">The number of maps.</param>
    /// <param name="size">The number of rows, and of columns, of each map.</param>
    /// <param name="units">The number of units on each map.</param>
    public GridScene(int environments, int size, int units)
    {
        manual_seed(size + units);
        int columns = UnitCommand.Sizes.Sum();
        using Scalar present = units;
        using Scalar root = Math.Sqrt(GridPolicy.Channels);
        Cells = randn(environments, size, size, GridPolicy.Channels);
        Agents = rand(environments, size * size).argsort(-1).lt(present).reshape(environments, size, size);
        Mask = rand(environments, size, size, columns).lt(LegalFraction);
        for (int i = 0, first = 0; i < UnitCommand.Sizes.Length; first += UnitCommand.Sizes[i++])
        {
            Mask.narrow(-1, first, 1).fill_(Scalars.True);
        }

        Mask.logical_and_(Agents.unsqueeze(-1));
        Weight = randn(columns, GridPolicy.Channels).div(root);
        Bias = randn(columns);
    }

    /// <summary>The features of every cell <c>(batch, height, width, channels)</c>.</summary>
    public Tensor Cells { get; }

    /// <summary>The agent mask <c>(batch, height, width)</c>: true in cells with a unit.</summary>
    public Tensor Agents { get; }

    /// <summary>
    /// The action mask <c>(batch, height, width, columns)</c>. In cells with a unit, every component has a legal choice. In other
    /// cells, nothing is legal.
    /// </summary>
    public Tensor Mask { get; }

    /// <summary>The weight <c>(columns, channels)</c> of the head.</summary>
    public Tensor Weight { get; }

    /// <summary>The bias <c>(columns)</c> of the head.</summary>
    public Tensor Bias { get; }

    /// <summary>Disposes the tensors.</summary>
    public void Dispose() => _scope.Dispose();
}
