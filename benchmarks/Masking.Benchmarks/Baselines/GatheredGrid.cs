using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using Masking.Benchmarks.Workloads;
using Scalar = TorchSharp.Scalar;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>The cells on which a unit stands are gathered, choose, and are put back.</summary>
/// <param name="scene">The maps.</param>
/// <param name="single">How one component of one unit is chosen.</param>
internal sealed class GatheredGrid(GridScene scene, IContender single) : IGridContender
{
    private static readonly Scalar One = 1;
    private static readonly Scalar NoAction = -1;

    private readonly Components _units = new(single, UnitCommand.Sizes);
    private readonly Tensor _mask = single.Prepare(scene.Mask.flatten(0, 2));

    public Tensor Probs()
    {
        Tensor places = Places();
        return zeros_like(_mask).index_copy_(0, places, _units.Probs(Logits(places), Mask(places))).reshape(scene.Mask.shape);
    }

    public (Tensor Actions, Tensor LogProb) Act()
    {
        Tensor places = Places();
        (Tensor actions, Tensor logProb) = _units.Act(Logits(places), Mask(places));
        Tensor cells = full([_mask.size(0), actions.size(1)], NoAction, ScalarType.Int64).index_copy_(0, places, actions);
        return (cells.reshape([.. scene.Agents.shape, -1]), Sum(places, logProb));
    }

    public (Tensor LogProb, Tensor Entropy) Evaluate(Tensor actions)
    {
        Tensor places = Places();
        (Tensor logProb, Tensor entropy) = _units.Evaluate(Logits(places), Mask(places), actions.flatten(0, 2).index_select(0, places));
        return (Sum(places, logProb), Sum(places, entropy).div(Sum(places, ones_like(entropy))));
    }

    private Tensor Places() => scene.Agents.flatten().nonzero().squeeze(1);

    private Tensor Logits(Tensor places) =>
        nn.functional.linear(scene.Cells.flatten(0, 2).index_select(0, places), scene.Weight, scene.Bias);

    private Tensor Mask(Tensor places) => _mask.index_select(0, places);

    /// <summary>Adds up the units of each environment.</summary>
    private Tensor Sum(Tensor places, Tensor perUnit) =>
        zeros(scene.Agents.size(0))
            .index_add_(0, places.div(scene.Agents.size(1) * scene.Agents.size(2), RoundingMode.floor), perUnit, One);
}
