using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// Functions of logits that are computed in managed memory, with one analytic gradient. A gradient of that gradient is computed in tensor
/// operations.
/// </summary>
/// <remarks>An exception in a backward pass ends the process, so nothing that it calls may throw.</remarks>
internal sealed class AnalyticFunction : autograd.MultiTensorFunction<AnalyticFunction>
{
    private const string Key = "function";

    // The native side takes the gradients after the managed call has returned, so the next call disposes them.
    [ThreadStatic]
    private static Tensor[]? t_lastGradients;

    public override string Name => nameof(AnalyticFunction);

    /// <summary>The values of the functions, attached to the autograd graph.</summary>
    /// <param name="function">The functions.</param>
    /// <param name="logits">Their arguments: float32 on the CPU, contiguous.</param>
    public static List<Tensor> Of(FusedResult function, Tensor[] logits)
    {
        Tensor[] computed = function.Values();
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> values = apply([.. logits, function, computed]);
        Array.ForEach(computed, each => each.Dispose());

        // What remains in the scope are tensors that TorchSharp has created, one like each value. A backward pass in which that value is
        // not used reads it, and the graph disposes it.
        scope.MoveToOuter(values);
        scope.Detach(scope.DisposablesView);
        return values;
    }

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        FusedResult function = (FusedResult)vars[^2];
        ctx.save_for_backward([.. vars[..^2].Cast<Tensor>(), .. function.Layout.Masks, .. function.Keep()]);
        ctx.save_data(Key, function);
        return [.. (Tensor[])vars[^1]];
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        foreach (Tensor tensor in t_lastGradients ?? [])
        {
            tensor.Dispose();
        }

        FusedResult function = (FusedResult)ctx.get_data(Key);
        Tensor[] gradients = is_grad_enabled()
            ? Differentiable(function, ctx.get_saved_variables(), grad_outputs)
            : Analytic(function, ctx, grad_outputs);
        t_lastGradients = gradients;
        return [.. gradients, null!, null!];
    }

    private static Tensor[] Analytic(FusedResult function, autograd.AutogradContext ctx, List<Tensor> upstream)
    {
        Tensor[] gradients = new Tensor[function.Layout.Shapes.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] = HostMemory
                .Create(function.Layout.Shapes[i], ScalarType.Float32, out Span<float> memory)
                .DetachFromDisposeScope();
            if (!function.WritesAll)
            {
                memory.Clear();
            }
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor[] own = Array.ConvertAll(function.Kept, memory => memory.Tensor!);
        if (own.Length > 0)
        {
            // The tensors that the rows were created with may have been disposed; autograd saved others of the same memory.
            List<Tensor> saved = ctx.get_saved_variables();
            ReplaceTensors(function.Kept, saved[^own.Length..]);
        }

        function.AddGradients(upstream.ConvertAll(each => each.is_contiguous() ? each : each.contiguous()), gradients);
        ReplaceTensors(function.Kept, own);
        upstream.ForEach(each => each.Dispose());
        return gradients;
    }

    private static void ReplaceTensors(RowMemory[] memory, IReadOnlyList<Tensor> tensors)
    {
        for (int i = 0; i < memory.Length; i++)
        {
            memory[i].ReplaceTensor(tensors[i]);
        }
    }

    /// <summary>The gradient in tensor operations, which can be differentiated again.</summary>
    private static Tensor[] Differentiable(FusedResult function, List<Tensor> saved, List<Tensor> upstream)
    {
        using DisposeScope scope = NewDisposeScope();
        int sources = function.Layout.Shapes.Length;
        List<Tensor> logits = saved[..sources];
        Tensor[] values = function.Plain(function.Layout.ToTree(logits.ToArray(), saved[sources..].ToArray(), [function.Layout.Rows]));
        int[] used = [.. Enumerable.Range(0, values.Length).Where(i => values[i].requires_grad)];
        if (used.Length == 0)
        {
            // Choices without columns do not depend on the logits.
            return [.. logits.Select(source => zeros_like(source).DetachFromDisposeScope())];
        }

        IList<Tensor> gradients = autograd.grad(
            [.. used.Select(i => values[i])],
            logits,
            [.. used.Select(i => upstream[i])],
            retain_graph: true,
            create_graph: true,
            allow_unused: true);
        return
        [
            .. gradients.Zip(logits, (gradient, source) => (gradient.IsInvalid ? zeros_like(source) : gradient).DetachFromDisposeScope()),
        ];
    }
}
