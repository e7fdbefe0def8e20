using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>
/// Computes the gradient of a loss that is a sum over shards of a batch. Shards are computed in parallel and their gradients are summed in
/// the order of the shards, so that the result has the same bits on any number of threads.
/// </summary>
/// <param name="parameters">The parameters.</param>
/// <param name="threads">The maximum number of threads.</param>
internal sealed class ParallelGradient(IEnumerable<Parameter> parameters, int threads)
{
    private readonly Tensor[] _parameters = [.. parameters];

    /// <summary>
    /// Computes the gradient. The backward pass does not accumulate it in the parameters, whose gradients stay as they are: libtorch would
    /// add the gradients of several threads in the order in which they arrive.
    /// </summary>
    /// <param name="shards">The number of shards.</param>
    /// <param name="loss">Computes the loss of a shard, a scalar. It is called on several threads at the same time.</param>
    /// <returns>The gradient of each parameter, attached to the caller's dispose scope; null for a parameter that no loss depends
    /// on.</returns>
    public Tensor?[] Compute(int shards, Func<int, Tensor> loss)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor?[][] gradients = WorkerThreads.Compute(shards, threads, shard => OfShard(loss(shard)));
        Tensor?[] sums = [.. Enumerable.Range(0, _parameters.Length).Select(i => Sum(gradients.Select(ofShard => ofShard[i])))];
        scope.MoveToOuter(sums.OfType<Tensor>());
        return sums;
    }

    private Tensor?[] OfShard(Tensor loss) =>
    [
        .. autograd.grad([loss], _parameters, allow_unused: true)
            .Select(gradient => gradient is null or { IsInvalid: true } ? null : gradient),
    ];

    private static Tensor? Sum(IEnumerable<Tensor?> gradients) => gradients.OfType<Tensor>().Aggregate(
        (Tensor?)null, (sum, gradient) => sum is null ? gradient : sum.add(gradient, Scalars.One));
}
