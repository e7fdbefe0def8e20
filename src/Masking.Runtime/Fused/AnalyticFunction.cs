using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// A function of logits that is computed in managed memory, with an analytic gradient. A gradient of that gradient is computed in tensor
/// operations.
/// </summary>
/// <remarks>An exception in a backward pass ends the process, so nothing that it calls may throw.</remarks>
internal sealed class AnalyticFunction : autograd.SingleTensorFunction<AnalyticFunction>
{
    private const string Key = "function";

    // The native side takes the gradients after the managed call has returned, so the next call disposes them.
    [ThreadStatic]
    private static Tensor[]? t_lastGradients;

    public override string Name => nameof(AnalyticFunction);

    /// <summary>The value of a function, attached to the autograd graph.</summary>
    /// <param name="function">The function.</param>
    /// <param name="logits">Its arguments: float32 on the CPU, contiguous.</param>
    public static Tensor Of(FusedResult function, Tensor[] logits)
    {
        object[] inputs = new object[logits.Length + 1];
        logits.CopyTo(inputs, 0);
        inputs[^1] = function;
        return apply(inputs);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        FusedResult function = (FusedResult)vars[^1];
        ctx.save_for_backward([.. vars[..^1].Cast<Tensor>(), .. function.Layout.Masks, .. function.Keep()]);
        ctx.save_data(Key, function);
        return function.Value();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        foreach (Tensor tensor in t_lastGradients ?? [])
        {
            tensor.Dispose();
        }

        FusedResult function = (FusedResult)ctx.get_data(Key);
        Tensor[] gradients = is_grad_enabled()
            ? Differentiable(function, ctx.get_saved_variables(), grad_output)
            : Analytic(function, ctx, grad_output);
        t_lastGradients = gradients;
        return [.. gradients, null!];
    }

    private static Tensor[] Analytic(FusedResult function, autograd.AutogradContext ctx, Tensor upstream)
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

        function.AddGradients(upstream.contiguous(), gradients);
        ReplaceTensors(function.Kept, own);
        upstream.Dispose();
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
    private static Tensor[] Differentiable(FusedResult function, List<Tensor> saved, Tensor upstream)
    {
        using DisposeScope scope = NewDisposeScope();
        int sources = function.Layout.Shapes.Length;
        List<Tensor> logits = saved[..sources];
        Tensor value = function.Plain(function.Layout.ToTree(logits.ToArray(), saved[sources..].ToArray(), [function.Layout.Rows]));
        if (!value.requires_grad)
        {
            // Choices without columns do not depend on the logits.
            return [.. logits.Select(source => zeros_like(source).DetachFromDisposeScope())];
        }

        IList<Tensor> gradients = autograd.grad([value], logits, [upstream], retain_graph: true, create_graph: true, allow_unused: true);
        return
        [
            .. gradients.Zip(logits, (gradient, source) => (gradient.IsInvalid ? zeros_like(source) : gradient).DetachFromDisposeScope()),
        ];
    }
}
