using Masking.Benchmarks.Declared;
using Masking.Benchmarks.Workloads;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Limits;

/// <summary>
/// The least that acting for the units of maps executes in TorchSharp: the rows of the cells with a unit, their logits, the exponentials of
/// these, and the actions written to their cells. The cells are known before, and nothing is drawn.
/// </summary>
internal sealed class GridLimit : ILimit
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _cells;
    private readonly Tensor _units;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _actions;
    private readonly int _environments;

    /// <summary>Finds the cells with a unit.</summary>
    /// <param name="scene">The maps.</param>
    public GridLimit(GridScene scene)
    {
        _environments = (int)scene.Agents.size(0);
        _cells = scene.Cells.flatten(0, 2);
        _units = scene.Agents.flatten().nonzero().squeeze(1);
        (_weight, _bias) = (scene.Weight, scene.Bias);
        _actions = zeros(_units.size(0), UnitCommand.Sizes.Length, ScalarType.Int64);
    }

    /// <inheritdoc/>
    public void Run()
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        nn.functional.linear(_cells.index_select(0, _units), _weight, _bias).exp();
        empty(_cells.size(0), _actions.size(1), ScalarType.Int64).index_copy_(0, _units, _actions);
        empty(_environments);
    }

    /// <summary>Disposes the tensors.</summary>
    public void Dispose() => _scope.Dispose();
}
