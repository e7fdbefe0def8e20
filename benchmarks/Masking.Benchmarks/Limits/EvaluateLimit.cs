using Masking.Benchmarks.Comparing;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Limits;

/// <summary>
/// The least that evaluating with an analytic gradient executes in TorchSharp: an autograd function with two results that computes the
/// exponentials of the logits, and the backward pass to the logits.
/// </summary>
internal sealed class EvaluateLimit : ILimit
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _logits;

    /// <summary>Draws the logits.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of choices.</param>
    public EvaluateLimit(int rows, int columns) => _logits = randn(rows, columns, requires_grad: true);

    /// <inheritdoc/>
    public void Run()
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> both = ExponentialsOnly.apply(_logits);
        autograd.grad([both[0].add(both[1], Scalars.One).sum()], [_logits]);
    }

    /// <summary>Disposes the logits.</summary>
    public void Dispose() => _scope.Dispose();

    /// <summary>Returns zeros, and gradients without a value.</summary>
    private sealed class ExponentialsOnly : autograd.MultiTensorFunction<ExponentialsOnly>
    {
        // The native side takes the gradient after the managed call has returned, so the next call disposes it.
        [ThreadStatic]
        private static Tensor? t_lastGradient;

        public override string Name => nameof(ExponentialsOnly);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            Tensor logits = (Tensor)vars[0];
            ctx.save_for_backward([logits]);
            using Tensor exponentials = logits.exp();
            return [zeros(logits.size(0)), zeros(logits.size(0))];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            t_lastGradient?.Dispose();
            t_lastGradient = empty_like(ctx.get_saved_variables()[0]).DetachFromDisposeScope();
            grad_outputs.ForEach(each => each.Dispose());
            return [t_lastGradient];
        }
    }
}
