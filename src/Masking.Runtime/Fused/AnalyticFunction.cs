using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// Functions of logits that are computed in managed memory, with their gradients. What is asked of a gradient's own gradient goes through
/// operations of the tensor library.
/// </summary>
/// <remarks>An exception in a backward pass would end the process: nothing that it calls may throw.</remarks>
internal sealed class AnalyticFunction : autograd.SingleTensorFunction<AnalyticFunction>
{
    private const string Key = "function";

    // What a backward pass hands over must live until the native side has taken it, which is after the call: the next one releases it.
    [ThreadStatic]
    private static Tensor[]? t_handedOver;

    public override string Name => nameof(AnalyticFunction);

    /// <summary>The values of functions, one behind the other, with their gradient.</summary>
    /// <param name="function">The functions.</param>
    /// <param name="logits">What they are functions of: float32 on the CPU, contiguous.</param>
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
        foreach (Tensor tensor in t_handedOver ?? [])
        {
            tensor.Dispose();
        }

        FusedResult function = (FusedResult)ctx.get_data(Key);
        Tensor[] gradients = is_grad_enabled()
            ? Differentiable(function, ctx.get_saved_variables(), grad_output)
            : Analytic(function, ctx, grad_output);
        t_handedOver = gradients;
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
            // Those that the rows were made with may be gone.
            List<Tensor> saved = ctx.get_saved_variables();
            ReadIn(function.Kept, saved[^own.Length..]);
        }

        function.AddGradients(upstream.contiguous(), gradients);
        ReadIn(function.Kept, own);
        upstream.Dispose();
        return gradients;
    }

    private static void ReadIn(RowMemory[] memory, IReadOnlyList<Tensor> tensors)
    {
        for (int i = 0; i < memory.Length; i++)
        {
            memory[i].ReadIn(tensors[i]);
        }
    }

    /// <summary>For whoever wants the gradient of this gradient.</summary>
    private static Tensor[] Differentiable(FusedResult function, List<Tensor> saved, Tensor upstream)
    {
        using DisposeScope scope = NewDisposeScope();
        int sources = function.Layout.Shapes.Length;
        List<Tensor> logits = saved[..sources];
        Tensor value = function.Plain(function.Layout.ToTree(logits.ToArray(), saved[sources..].ToArray()));
        IList<Tensor> gradients = autograd.grad([value], logits, [upstream], retain_graph: true, create_graph: true, allow_unused: true);
        return
        [
            .. gradients.Zip(logits, (gradient, source) => (gradient.IsInvalid ? zeros_like(source) : gradient).DetachFromDisposeScope()),
        ];
    }
}
