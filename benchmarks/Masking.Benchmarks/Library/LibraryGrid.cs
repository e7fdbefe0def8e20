using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using Masking.Benchmarks.Workloads;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Library;

/// <summary>The contender of the library: <see cref="GridPolicy"/>.</summary>
internal sealed class LibraryGrid : IGridContender, IDisposable
{
    private readonly GridPolicy _policy = new();
    private readonly GridPolicy.Observation _observation;
    private readonly RandomStream _stream = new(seed: 1);

    /// <summary>Creates a policy with the parameters of a scene.</summary>
    public LibraryGrid(GridScene scene)
    {
        using IDisposable frozen = no_grad();
        _policy.Orders.get_parameter("weight")!.zero_().narrow(1, 0, GridPolicy.Channels).copy_(scene.Weight);
        _policy.Orders.get_parameter("bias")!.copy_(scene.Bias);
        _observation = new GridPolicy.Observation
        {
            Map = scene.Cells.permute(0, 3, 1, 2),
            MapMask = scene.Agents,
            OrdersMask = scene.Mask,
        };
    }

    public Tensor Probs() => _policy.call(_observation).OrdersProbs;

    public (Tensor Actions, Tensor LogProb) Act()
    {
        Step<GridPolicy.Actions> step = _policy.Act(_observation, _stream);
        return (step.Actions.Orders, step.LogProb);
    }

    public (Tensor LogProb, Tensor Entropy) Evaluate(Tensor actions)
    {
        Evaluation judged = _policy.Evaluate(_observation, new GridPolicy.Actions { Orders = actions });
        return (judged.LogProb, judged.Entropy);
    }

    /// <summary>Disposes the policy.</summary>
    public void Dispose() => _policy.Dispose();
}
