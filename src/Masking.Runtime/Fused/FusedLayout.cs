using Masking.Choices;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// Choices as columns of one or several tensors of logits, each after its parent. A choice has one parent at most.
/// </summary>
internal sealed class FusedLayout
{
    private readonly FusedChoice[] _choices;
    private readonly int[] _maskOf;             // the index of the mask of each choice; -1 without one
    private readonly bool[] _isParent;

    /// <param name="rowShape">The shape of one number per row.</param>
    /// <param name="shapes">The shape of each tensor of logits.</param>
    /// <param name="choices">The choices.</param>
    public FusedLayout(long[] rowShape, long[][] shapes, FusedChoice[] choices)
    {
        _choices = choices;
        RowShape = rowShape;
        Shapes = shapes;
        Rows = (int)rowShape.AsSpan().Product();
        List<Tensor> masks = [];
        _maskOf = new int[choices.Length];
        for (int choice = 0; choice < choices.Length; choice++)
        {
            _maskOf[choice] = choices[choice].Mask is { } mask ? IndexIn(masks, mask) : -1;
        }

        Masks = [.. masks];
        _isParent = new bool[choices.Length];
        AreIndependent = true;
        Span<long> columns = stackalloc long[shapes.Length];
        columns.Clear();
        foreach (FusedChoice choice in choices)
        {
            columns[choice.Source] += choice.Columns;
            AreIndependent &= choice.Parent is null;
            if (choice.Parent is { } parent)
            {
                _isParent[parent] = true;
            }
        }

        for (int source = 0; source < shapes.Length; source++)
        {
            AreIndependent &= columns[source] == shapes[source][^1];
        }
    }

    public FusedChoice this[int choice] => _choices[choice];

    public int Count => _choices.Length;

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The shape of one number per row.</summary>
    public long[] RowShape { get; }

    /// <summary>The shape of each tensor of logits.</summary>
    public long[][] Shapes { get; }

    /// <summary>
    /// Whether no choice has a parent, and every column of the logits belongs to a choice. Then each gradient is written exactly once.
    /// </summary>
    public bool AreIndependent { get; }

    /// <summary>The masks of the choices, each once.</summary>
    public Tensor[] Masks { get; }

    /// <summary>Whether the parent of any choice selects the row of its mask.</summary>
    public bool HasTables => Array.Exists(_choices, choice => choice.Table is not null);

    /// <summary>Whether a choice has children.</summary>
    public bool IsParent(int choice) => _isParent[choice];

    /// <summary>Whether every choice is included.</summary>
    public bool CountAll(Func<int, bool> counts)
    {
        for (int choice = 0; choice < Count; choice++)
        {
            if (!counts(choice))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same choices in tensor operations.</summary>
    /// <param name="logits">The tensors of logits.</param>
    public ChoiceTree ToTree(ReadOnlySpan<Tensor> logits) => ToTree(logits, Masks, RowShape);

    /// <summary>The same choices in tensor operations.</summary>
    /// <param name="logits">The tensors of logits.</param>
    /// <param name="masks">The masks, in the order of <see cref="Masks"/>.</param>
    /// <param name="rowShape">The shape of one number per row in the result: <see cref="RowShape"/>, or one axis of all rows.</param>
    public ChoiceTree ToTree(ReadOnlySpan<Tensor> logits, ReadOnlySpan<Tensor> masks, long[] rowShape)
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Choice[] plain = new Choice[_choices.Length];
        for (int i = 0; i < plain.Length; i++)
        {
            FusedChoice choice = _choices[i];
            Tensor? mask = _maskOf[i] < 0 ? null : masks[_maskOf[i]];
            if (mask is not null)
            {
                long[] shape = choice.RowsOfMask is { } perRow ? [.. rowShape, perRow, mask.size(-1)] : [.. rowShape, mask.size(-1)];
                mask = mask.reshape(shape).narrow(-1, choice.FirstFlag, choice.Columns);
            }

            plain[i] = new Choice(
                logits[choice.Source].reshape([.. rowShape, logits[choice.Source].size(-1)]).narrow(-1, choice.First, choice.Columns),
                mask
            )
            {
                IsFlags = choice.IsFlags,
                Number = choice.Number,
                Gate = choice.Gate,
                Tables = choice.Table is { } table ? [table] : [],
            };
        }

        ChoiceTree tree = ChoiceTree.Plain(plain);
        tree.MoveToOuterDisposeScope(scope);
        return tree;
    }

    /// <summary>The index of a mask, which is added if it is not in the list.</summary>
    private static int IndexIn(List<Tensor> masks, Tensor mask)
    {
        for (int index = 0; index < masks.Count; index++)
        {
            if (ReferenceEquals(masks[index], mask))
            {
                return index;
            }
        }

        masks.Add(mask);
        return masks.Count - 1;
    }
}
