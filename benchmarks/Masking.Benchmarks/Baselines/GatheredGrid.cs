using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using Masking.Benchmarks.Workloads;
using Scalar = TorchSharp.Scalar;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>Gathers the cells that contain a unit, computes only these, and scatters the results.</summary>
/// <param name="scene">The maps.</param>
/// <param name="single">The contender for one component of one unit.</param>
internal sealed class GatheredGrid(GridScene scene, IContender single) : IGridContender
{
    private static readonly Scalar One = 1;
    private static readonly Scalar NoAction = -1;

    private readonly Components _units = new(single, UnitCommand.Sizes);
    private readonly Tensor _mask = single.Prepare(scene.Mask.flatten(0, 2));

    public Tensor Probs()
    {
        Tensor cells = UnitCells();
        return zeros_like(_mask).index_copy_(0, cells, _units.Probs(Logits(cells), Mask(cells))).reshape(scene.Mask.shape);
    }

    public (Tensor Actions, Tensor LogProb) Act()
    {
        Tensor cells = UnitCells();
        (Tensor actions, Tensor logProb) = _units.Act(Logits(cells), Mask(cells));
        Tensor allActions = full([_mask.size(0), actions.size(1)], NoAction, ScalarType.Int64).index_copy_(0, cells, actions);
        return (allActions.reshape([.. scene.Agents.shape, -1]), Sum(cells, logProb));
    }

    public (Tensor LogProb, Tensor Entropy) Evaluate(Tensor actions)
    {
        Tensor cells = UnitCells();
        (Tensor logProb, Tensor entropy) = _units.Evaluate(Logits(cells), Mask(cells), actions.flatten(0, 2).index_select(0, cells));
        return (Sum(cells, logProb), Sum(cells, entropy).div(Sum(cells, ones_like(entropy))));
    }

    private Tensor UnitCells() => scene.Agents.flatten().nonzero().squeeze(1);

    private Tensor Logits(Tensor cells) =>
        nn.functional.linear(scene.Cells.flatten(0, 2).index_select(0, cells), scene.Weight, scene.Bias);

    private Tensor Mask(Tensor cells) => _mask.index_select(0, cells);

    /// <summary>Sums over the units of each environment.</summary>
    private Tensor Sum(Tensor cells, Tensor perUnit) =>
        zeros(scene.Agents.size(0))
            .index_add_(0, cells.div(scene.Agents.size(1) * scene.Agents.size(2), RoundingMode.floor), perUnit, One);
}
