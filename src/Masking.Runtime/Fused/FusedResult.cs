using Masking.Choices;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>Log-probability, entropy, or both, as functions of the logits with one backward pass.</summary>
/// <param name="layout">The layout.</param>
/// <param name="logProb">The log-probability; null: it is not part of the result.</param>
/// <param name="entropy">The entropy; null: it is not part of the result.</param>
internal sealed class FusedResult(FusedLayout layout, FusedLogProb? logProb, FusedEntropy? entropy)
{
    /// <summary>The choices and their columns.</summary>
    public FusedLayout Layout => layout;

    /// <summary>The memory of rows that the backward pass reads and that tensors hold.</summary>
    public RowMemory[] Kept { get; private set; } = [];

    /// <summary>Log-probability and entropy, as far as they are part of the result: <c>(rows…)</c>.</summary>
    /// <returns>New tensors, which join the current dispose scope.</returns>
    public Tensor[] Values()
    {
        List<Tensor> values = new(2);
        if (logProb is not null)
        {
            values.Add(Zeros(out _));
            logProb.AddTo(values[^1]);
        }

        if (entropy is not null)
        {
            values.Add(Zeros(out Span<float> sums));
            entropy.AddTo(sums);
        }

        return [.. values];
    }

    /// <summary>Determines what a backward pass reads.</summary>
    /// <returns>The tensors that autograd must save besides logits and masks.</returns>
    public IEnumerable<Tensor> Keep()
    {
        Kept =
        [
            .. (logProb?.Rows ?? [])
                .Concat(entropy?.Rows ?? [])
                .Select(rows => rows.Memory)
                .Where(memory => memory.Tensor is not null)
                .Distinct(),
        ];
        return Kept.Select(memory => memory.Tensor!);
    }

    /// <summary>Whether <see cref="AddGradients"/> writes every number of the gradients, so that they need not be initialized.</summary>
    public bool WritesAll => layout.AreIndependent && (entropy is not null || logProb!.CountsAll);

    /// <summary>Adds the gradients of the logits. It must not throw.</summary>
    /// <param name="upstream">The gradient of each of the values, contiguous.</param>
    /// <param name="gradients">One tensor for each tensor of logits, of the same shape.</param>
    public void AddGradients(List<Tensor> upstream, Tensor[] gradients)
    {
        if (entropy is not null)
        {
            entropy.AddGradients(HostMemory.Read<float>(upstream[^1]), gradients, logProb, upstream[0]);
            return;
        }

        for (int choice = 0; choice < layout.Count; choice++)
        {
            logProb!.AddGradients(choice, upstream[0], gradients);
        }
    }

    /// <summary>The same values in tensor operations. It must not throw.</summary>
    /// <param name="tree">The same layout.</param>
    public Tensor[] Plain(ChoiceTree tree) => (logProb, entropy) switch
    {
        ({ } first, { } second) => [first.Plain(tree), second.Plain(tree)],
        ({ } only, null) => [only.Plain(tree)],
        _ => [entropy!.Plain(tree)],
    };

    private Tensor Zeros(out Span<float> numbers)
    {
        Tensor zeros = HostMemory.Create(layout.RowShape, ScalarType.Float32, out numbers);
        numbers.Clear();
        return zeros;
    }
}
