using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>One way through choices: what every row chose so far, and what that says about the next choice.</summary>
/// <param name="layout">The choices.</param>
internal sealed class FusedWalk(FusedLayout layout)
{
    /// <summary>
    /// What was chosen, one number a row, of bits <c>rows · bits</c>; -1 where a choice is not made or there is nothing to choose.
    /// </summary>
    public ActionMemory[] Actions { get; } = new ActionMemory[layout.Count];

    /// <summary>The rows in which each choice is made; null: all.</summary>
    public int[]?[] Rows { get; } = new int[layout.Count][];

    /// <summary>The row of the mask for each of those.</summary>
    public int[]?[] MaskRows { get; } = new int[layout.Count][];

    /// <summary>In how many rows a choice is made.</summary>
    public int Count(int choice) => Rows[choice]?.Length ?? layout.Rows;

    /// <summary>What was chosen, as int64 tensors <c>(rows)</c>, of bits <c>(rows, bits)</c>.</summary>
    public Tensor[] Tensors()
    {
        Tensor[] tensors = new Tensor[Actions.Length];
        for (int choice = 0; choice < tensors.Length; choice++)
        {
            tensors[choice] = Actions[choice].ToTensor(ShapeOf(choice));
        }

        return tensors;
    }

    /// <summary>Takes given actions: where a choice is not made nothing was chosen, whatever they say.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="actions">int64 on the CPU.</param>
    /// <param name="isKept">Whether they may be asked for when the tensor is gone.</param>
    public void Take(int choice, Tensor actions, bool isKept)
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
    /// Makes room for what is to be chosen: no action where the choice is not made. The room is a tensor, which joins the current dispose
    /// scope.
    /// </summary>
    public void Open(int choice)
    {
        Tensor actions = HostMemory.Create(ShapeOf(choice), ScalarType.Int64, out Span<long> numbers);
        if (Rows[choice] is not null)
        {
            numbers.Fill(-1);
        }

        Actions[choice] = new ActionMemory(actions);
    }

    /// <summary>Finds the rows in which a choice is made, after all earlier choices.</summary>
    public void Reach(int choice)
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
