using static TorchSharp.torch;

namespace Masking;

/// <summary>One way through choices: what every row chose so far, and what that says about the next choice.</summary>
/// <param name="layout">The choices.</param>
internal sealed class FusedWalk(FusedLayout layout)
{
    /// <summary>What was chosen, one array a choice, of bits <c>rows · bits</c>; -1 where a choice is not made or there is nothing to choose.</summary>
    public long[][] Actions { get; } = new long[layout.Count][];

    /// <summary>The rows in which each choice is made; null: all.</summary>
    public int[]?[] Rows { get; } = new int[layout.Count][];

    /// <summary>The row of the mask for each of those.</summary>
    public int[]?[] MaskRows { get; } = new int[layout.Count][];

    /// <summary>In how many rows a choice is made.</summary>
    public int Count(int choice) => Rows[choice]?.Length ?? layout.Rows;

    /// <summary>The row of one of those in which a choice is made.</summary>
    public int RowOf(int choice, int made) => Rows[choice]?[made] ?? made;

    /// <summary>What one row chose.</summary>
    public Span<long> ActionOf(int choice, int row)
    {
        int numbers = NumbersOf(choice);
        return Actions[choice].AsSpan(row * numbers, numbers);
    }

    /// <summary>What was chosen, as int64 tensors <c>(rows)</c>, of bits <c>(rows, bits)</c>.</summary>
    public Tensor[] Tensors() => [.. Actions.Select((actions, choice) => layout[choice].IsFlags ? tensor(actions, [layout.Rows, NumbersOf(choice)]) : tensor(actions))];

    /// <summary>Takes given actions: where a choice is not made nothing was chosen, whatever they say.</summary>
    public void Take(int choice, ReadOnlySpan<long> actions)
    {
        if (Rows[choice] is null)
        {
            Actions[choice] = actions.ToArray();
            return;
        }

        Clear(choice);
        int numbers = NumbersOf(choice);
        foreach (int row in Rows[choice]!)
        {
            actions.Slice(row * numbers, numbers).CopyTo(ActionOf(choice, row));
        }
    }

    /// <summary>Makes room for what is to be chosen: no action everywhere.</summary>
    public void Clear(int choice)
    {
        Actions[choice] = GC.AllocateUninitializedArray<long>(layout.Rows * NumbersOf(choice));
        Actions[choice].AsSpan().Fill(-1);
    }

    /// <summary>Finds the rows in which a choice is made, after all earlier choices.</summary>
    public void Reach(int choice)
    {
        FusedChoice description = layout[choice];
        if (description.Parent is not { } parent)
        {
            return;
        }

        long[] chosen = Actions[parent];
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
}
