using Masking.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// What a <see cref="FusedCategorical"/> computes of logits, with an analytic gradient. A second derivative goes through operations of the tensor library.
/// </summary>
/// <remarks>An exception in a backward pass would end the process: nothing here throws.</remarks>
internal static class FusedGradients
{
    private const string Data = "computed";

    // What is handed over must live until the native side has taken it, which is after the call: the next one releases it.
    [ThreadStatic]
    private static Tensor? t_handedOver;

    private delegate void Analytic(Computed computed, ReadOnlySpan<float> gradients, Span<float> result);

    /// <summary>The log-probabilities of actions as a function of logits.</summary>
    /// <param name="rows">The distributions.</param>
    /// <param name="actions">The actions, one a row.</param>
    public static Tensor LogProb(FusedRows rows, long[] actions)
    {
        float[] results = new float[rows.Count];
        MaskedSoftmax.LogProb(rows.Shifted, rows.Totals, actions, results);
        return LogProbFunction.apply(rows.Logits!, new Computed(rows, actions, results));
    }

    /// <summary>The entropies as a function of logits.</summary>
    /// <param name="rows">The distributions.</param>
    public static Tensor Entropy(FusedRows rows)
    {
        float[] results = new float[rows.Count];
        MaskedSoftmax.Entropies(rows.Shifted, rows.Exponentials, rows.Totals, results);
        return EntropyFunction.apply(rows.Logits!, new Computed(rows, [], results));
    }

    private static Tensor Forward(autograd.AutogradContext context, object[] inputs)
    {
        Computed computed = (Computed)inputs[1];
        context.save_for_backward([(Tensor)inputs[0]]);
        context.save_data(Data, computed);
        Tensor result = HostMemory.Create(computed.Rows.RowShape, ScalarType.Float32, out Span<float> memory);
        computed.Results.CopyTo(memory);
        return result;
    }

    private static List<Tensor> Backward(autograd.AutogradContext context, Tensor gradients, Analytic analytic, Func<PlainCategorical, Computed, Tensor> plain)
    {
        t_handedOver?.Dispose();
        Computed computed = (Computed)context.get_data(Data);
        FusedRows rows = computed.Rows;
        if (is_grad_enabled())
        {
            // Somebody wants the gradient of this gradient.
            Tensor logits = context.get_saved_variables()[0];
            return [plain(new PlainCategorical(logits, rows.Mask()), computed).mul(gradients.unsqueeze(-1)), null!];
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor result = HostMemory.Create([.. rows.RowShape, rows.Width], ScalarType.Float32, out Span<float> memory);
        analytic(computed, HostMemory.Read<float>(gradients), memory);
        gradients.Dispose();
        t_handedOver = result.DetachFromDisposeScope();
        return [result, null!];
    }

    /// <summary>What was computed of which rows.</summary>
    private sealed record Computed(FusedRows Rows, long[] Actions, float[] Results);

    private sealed class LogProbFunction : autograd.SingleTensorFunction<LogProbFunction>
    {
        public override string Name => nameof(LogProbFunction);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => Forward(ctx, vars);

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => Backward(ctx, grad_output,
            static (computed, gradients, result) =>
                MaskedSoftmax.LogProbGradient(computed.Rows.Shifted, computed.Rows.Exponentials, computed.Rows.Totals, computed.Actions, gradients, result),
            static (plain, computed) => plain.LogProbGradient(tensor(computed.Actions, computed.Rows.RowShape)));
    }

    private sealed class EntropyFunction : autograd.SingleTensorFunction<EntropyFunction>
    {
        public override string Name => nameof(EntropyFunction);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => Forward(ctx, vars);

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => Backward(ctx, grad_output,
            static (computed, gradients, result) =>
                MaskedSoftmax.EntropyGradient(computed.Rows.Shifted, computed.Rows.Exponentials, computed.Rows.Totals, computed.Results, gradients, result),
            static (plain, _) => plain.EntropyGradient());
    }
}
