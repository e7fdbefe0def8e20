using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>One traversal of the choices: the actions of every row so far, and the rows in which the next choice is active.</summary>
/// <param name="layout">The choices.</param>
internal sealed class FusedWalk(FusedLayout layout)
{
    /// <summary>
    /// The actions of each choice: one number per row, or <c>rows · bits</c>; -1 where the choice is inactive or has no legal choice.
    /// </summary>
    public ActionMemory[] Actions { get; } = new ActionMemory[layout.Count];

    /// <summary>The rows in which each choice is active; null: all.</summary>
    public int[]?[] Rows { get; } = new int[layout.Count][];

    /// <summary>The row of the mask for each of these rows.</summary>
    public int[]?[] MaskRows { get; } = new int[layout.Count][];

    /// <summary>The actions as int64 tensors <c>(rows)</c> or, for bits, <c>(rows, bits)</c>.</summary>
    public Tensor[] Tensors()
    {
        Tensor[] tensors = new Tensor[Actions.Length];
        for (int choice = 0; choice < tensors.Length; choice++)
        {
            tensors[choice] = Actions[choice].ToTensor(ShapeOf(choice));
        }

        return tensors;
    }

    /// <summary>Sets the actions of a choice. Those of rows in which it is inactive are ignored and become -1.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="actions">int64 on the CPU.</param>
    /// <param name="isKept">Whether the actions are needed after the caller may have disposed the tensor, so that they are copied.</param>
    public void SetActions(int choice, Tensor actions, bool isKept)
    {
        if (Rows[choice] is not { } rows)
        {
            Actions[choice] = isKept
                ? new ActionMemory(HostMemory.Read<long>(actions).ToArray())
                : new ActionMemory(actions.is_contiguous() ? actions : actions.contiguous());
            return;
        }

        long[] taken = new long[layout.Rows * NumbersOf(choice)];
        taken.AsSpan().Fill(-1);
        ReadOnlySpan<long> given = HostMemory.Read<long>(actions);
        int numbers = NumbersOf(choice);
        foreach (int row in rows)
        {
            given.Slice(row * numbers, numbers).CopyTo(taken.AsSpan(row * numbers));
        }

        Actions[choice] = new ActionMemory(taken);
    }

    /// <summary>
    /// Allocates a tensor for the actions of a choice, with -1 where the choice is inactive. It joins the current dispose scope.
    /// </summary>
    public void AllocateActions(int choice)
    {
        Tensor actions = HostMemory.Create(ShapeOf(choice), ScalarType.Int64, out Span<long> numbers);
        if (Rows[choice] is not null)
        {
            numbers.Fill(-1);
        }

        Actions[choice] = new ActionMemory(actions);
    }

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

    private int NumbersOf(int choice) => layout[choice].IsFlags ? layout[choice].Columns : 1;

    private long[] ShapeOf(int choice) => layout[choice].IsFlags ? [layout.Rows, layout[choice].Columns] : [layout.Rows];
}
