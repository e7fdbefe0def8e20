using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using Masking.Benchmarks.Workloads;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>Computes every cell as if it contained a unit, and multiplies the results by the agent mask.</summary>
/// <remarks>Han et al. 2019, "Grid-Wise Control for Multi-Agent Reinforcement Learning in Video Game AI".</remarks>
/// <param name="scene">The maps.</param>
/// <param name="single">The contender for one component of one cell.</param>
internal sealed class DenseGrid(GridScene scene, IContender single) : IGridContender
{
    private readonly Components _cells = new(single, UnitCommand.Sizes);
    private readonly Tensor _mask = single.Prepare(scene.Mask.flatten(0, 2));
    private readonly Tensor _agents = scene.Agents.to(ScalarType.Float32);

    public Tensor Probs() => _cells.Probs(Logits(), _mask).reshape(scene.Mask.shape).mul(_agents.unsqueeze(-1));

    public (Tensor Actions, Tensor LogProb) Act()
    {
        (Tensor actions, Tensor logProb) = _cells.Act(Logits(), _mask);
        return (actions.reshape([.. scene.Agents.shape, -1]), Sum(logProb));
    }

    public (Tensor LogProb, Tensor Entropy) Evaluate(Tensor actions)
    {
        (Tensor logProb, Tensor entropy) = _cells.Evaluate(Logits(), _mask, actions.flatten(0, 2));
        return (Sum(logProb), Sum(entropy).div(_agents.sum([1L, 2L])));
    }

    private Tensor Logits() => nn.functional.linear(scene.Cells.flatten(0, 2), scene.Weight, scene.Bias);

    private Tensor Sum(Tensor perCell) => perCell.reshape(scene.Agents.shape).mul(_agents).sum([1L, 2L]);
}
