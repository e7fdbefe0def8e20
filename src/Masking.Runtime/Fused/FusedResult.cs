using Masking.Choices;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>Log-probability, entropy, or both as functions of the logits, whose gradients are taken in one pass.</summary>
/// <param name="choices">The choices.</param>
/// <param name="logProb">The log-probability; null: it is not asked for.</param>
/// <param name="entropy">The entropy; null: it is not asked for.</param>
internal sealed class FusedResult(FusedLayout choices, FusedLogProb? logProb, FusedEntropy? entropy)
{
    /// <summary>Where the logits and masks lie.</summary>
    public FusedLayout Layout => choices;

    /// <summary>The memory of rows that the gradient is computed of, where tensors hold it.</summary>
    public RowMemory[] Kept { get; private set; } = [];

    /// <summary>The value <c>(rows…)</c>, or both <c>(2, rows…)</c>, as a new tensor that joins the current dispose scope.</summary>
    public Tensor Value()
    {
        bool isBoth = logProb is not null && entropy is not null;
        Tensor value = HostMemory.Create(isBoth ? [2, .. choices.RowShape] : choices.RowShape, ScalarType.Float32, out Span<float> numbers);
        numbers.Clear();
        logProb?.AddTo(value);
        entropy?.AddTo(numbers[^choices.Rows..]);
        return value;
    }

    /// <summary>Prepares for a backward pass.</summary>
    /// <returns>The tensors that it needs beside logits and masks.</returns>
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

    /// <summary>Whether <see cref="AddGradients"/> writes every number of the gradients, whatever was in memory before.</summary>
    public bool WritesAll => choices.AreApart && (entropy is not null || logProb!.CountsAll);

    /// <summary>Adds the gradient to each of the logits. It must not throw.</summary>
    /// <param name="upstream">The gradient to the value, contiguous.</param>
    /// <param name="gradients">One tensor for each of the logits, of the same shape.</param>
    public void AddGradients(Tensor upstream, Tensor[] gradients)
    {
        if (entropy is not null)
        {
            entropy.AddGradients(HostMemory.Read<float>(upstream)[^choices.Rows..], gradients, logProb, upstream);
            return;
        }

        for (int choice = 0; choice < choices.Count; choice++)
        {
            logProb!.AddGradients(choice, upstream, gradients);
        }
    }

    /// <summary>The same value in operations of the tensor library. It must not throw.</summary>
    /// <param name="tree">The same choices.</param>
    public Tensor Plain(ChoiceTree tree) => (logProb, entropy) switch
    {
        ({ } first, { } second) => stack([first.Plain(tree), second.Plain(tree)]),
        ({ } only, null) => only.Plain(tree),
        _ => entropy!.Plain(tree),
    };
}
