using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>A function of logits that is computed in managed memory, with its gradient. What is asked of the gradient's own gradient goes through operations of the tensor library.</summary>
/// <remarks>An exception in a backward pass would end the process: nothing that it calls may throw.</remarks>
internal sealed class AnalyticFunction : autograd.SingleTensorFunction<AnalyticFunction>
{
    private const string Key = "function";

    // What a backward pass hands over must live until the native side has taken it, which is after the call: the next one releases it.
    [ThreadStatic]
    private static Tensor[]? t_handedOver;

    public override string Name => nameof(AnalyticFunction);

    /// <summary>The value of a function, with a gradient where one is wanted.</summary>
    /// <param name="function">The function.</param>
    /// <param name="logits">What it is a function of: float32 on the CPU, contiguous.</param>
    /// <param name="hasGradient">Whether what was computed of them is kept for a backward pass.</param>
    public static Tensor Of(IAnalytic function, Tensor[] logits, bool hasGradient)
    {
        if (!hasGradient || !is_grad_enabled())
        {
            return function.Value();
        }

        object[] inputs = new object[logits.Length + 1];
        logits.CopyTo(inputs, 0);
        inputs[^1] = function;
        return apply(inputs);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        IAnalytic function = (IAnalytic)vars[^1];
        ctx.save_for_backward([.. vars[..^1].Cast<Tensor>(), .. function.Layout.Masks]);
        ctx.save_data(Key, function);
        return function.Value();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        foreach (Tensor tensor in t_handedOver ?? [])
        {
            tensor.Dispose();
        }

        IAnalytic function = (IAnalytic)ctx.get_data(Key);
        Tensor[] gradients = is_grad_enabled() ? Differentiable(function, ctx.get_saved_variables(), grad_output) : Analytic(function, grad_output);
        t_handedOver = gradients;
        return [.. gradients, null!];
    }

    private static Tensor[] Analytic(IAnalytic function, Tensor upstream)
    {
        Tensor[] gradients = new Tensor[function.Layout.Shapes.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] = HostMemory.Create(function.Layout.Shapes[i], ScalarType.Float32, out Span<float> memory).DetachFromDisposeScope();
            memory.Clear();
        }

        using DisposeScope scope = NewDisposeScope();
        function.AddGradients(HostMemory.Read<float>(upstream), gradients);
        upstream.Dispose();
        return gradients;
    }

    /// <summary>For whoever wants the gradient of this gradient.</summary>
    private static Tensor[] Differentiable(IAnalytic function, List<Tensor> saved, Tensor upstream)
    {
        using DisposeScope scope = NewDisposeScope();
        int sources = function.Layout.Shapes.Length;
        List<Tensor> logits = saved[..sources];
        Tensor value = function.Plain(function.Layout.Plain(logits.ToArray(), saved[sources..].ToArray()));
        IList<Tensor> gradients = autograd.grad([value], logits, [upstream], retain_graph: true, create_graph: true, allow_unused: true);
        return [.. gradients.Zip(logits, (gradient, source) => (gradient.IsInvalid ? zeros_like(source) : gradient).DetachFromDisposeScope())];
    }
}
