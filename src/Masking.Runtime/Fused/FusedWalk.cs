using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>One traversal of the choices: the actions of every row so far, and the rows in which the next choice is active.</summary>
/// <param name="layout">The choices.</param>
internal sealed class FusedWalk(FusedLayout layout)
{
    /// <summary>
    /// The actions of each choice: one number per row, or <c>rows · bits</c>; -1, or NaN for numbers, where the choice is inactive or has
    /// no legal choice.
    /// </summary>
    public ActionMemory[] Actions { get; } = new ActionMemory[layout.Count];

    /// <summary>The rows in which each choice is active; null: all.</summary>
    public int[]?[] Rows { get; } = new int[layout.Count][];

    /// <summary>The row of the mask for each of these rows.</summary>
    public int[]?[] MaskRows { get; } = new int[layout.Count][];

    /// <summary>The actions as tensors <c>(rows)</c> or, for bits, <c>(rows, bits)</c>: int64, and float32 for numbers.</summary>
    public Tensor[] Tensors()
    {
        Tensor[] tensors = new Tensor[Actions.Length];
        for (int choice = 0; choice < tensors.Length; choice++)
        {
            tensors[choice] = Actions[choice].ToTensor(ShapeOf(choice));
        }

        return tensors;
    }

    /// <summary>Sets the actions of a choice. Those of rows in which it is inactive are ignored and become "no action".</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="actions">int64, or float32 for numbers, on the CPU.</param>
    /// <param name="isKept">Whether the actions are needed after the caller may have disposed the tensor, so that they are copied.</param>
    public void SetActions(int choice, Tensor actions, bool isKept)
    {
        if (Rows[choice] is null && !isKept)
        {
            Actions[choice] = new ActionMemory(actions.is_contiguous() ? actions : actions.contiguous());
            return;
        }

        Actions[choice] = layout[choice].Number is null
            ? new ActionMemory(Taken(choice, HostMemory.Read<long>(actions), -1))
            : new ActionMemory(Taken(choice, HostMemory.Read<float>(actions), float.NaN));
    }

    /// <summary>
    /// Allocates a tensor for the actions of a choice, with "no action" where the choice is inactive. It joins the current dispose scope.
    /// </summary>
    public void AllocateActions(int choice) => Actions[choice] = layout[choice].Number is null
        ? Allocated(choice, ScalarType.Int64, -1L)
        : Allocated(choice, ScalarType.Float32, float.NaN);

    /// <summary>Selects the rows in which a choice is active. The actions of all earlier choices are set.</summary>
    public void SelectRows(int choice)
    {
        FusedChoice description = layout[choice];
        if (description.Parent is not { } parent)
        {
            return;
        }

        ReadOnlySpan<long> chosen = Actions[parent].Span;
        int count = 0;
        int[] rows = new int[layout.Rows];
        int[] maskRows = new int[layout.Rows];
        for (int row = 0; row < layout.Rows; row++)
        {
            long action = chosen[row];
            if (action >= 0 && (description.Gate is not { } gate || gate.Values[action]))
            {
                maskRows[count] = description.RowsOfMask is { } perRow ? (row * perRow) + (int)action : row;
                rows[count++] = row;
            }
        }

        Rows[choice] = rows[..count];
        MaskRows[choice] = maskRows[..count];
    }

    /// <summary>Copies the actions of the rows in which a choice is active.</summary>
    private T[] Taken<T>(int choice, ReadOnlySpan<T> given, T none)
    {
        if (Rows[choice] is not { } rows)
        {
            return given.ToArray();
        }

        int numbers = NumbersOf(choice);
        T[] taken = new T[layout.Rows * numbers];
        taken.AsSpan().Fill(none);
        foreach (int row in rows)
        {
            given.Slice(row * numbers, numbers).CopyTo(taken.AsSpan(row * numbers));
        }

        return taken;
    }

    private ActionMemory Allocated<T>(int choice, ScalarType type, T none) where T : unmanaged
    {
        Tensor actions = HostMemory.Create(ShapeOf(choice), type, out Span<T> elements);
        if (Rows[choice] is not null)
        {
            elements.Fill(none);
        }

        return new ActionMemory(actions);
    }

    private int NumbersOf(int choice) => layout[choice].IsFlags ? layout[choice].Columns : 1;

    private long[] ShapeOf(int choice) => layout[choice].IsFlags ? [layout.Rows, layout[choice].Columns] : [layout.Rows];
}
