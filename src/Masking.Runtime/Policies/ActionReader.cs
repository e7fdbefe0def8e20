using System.ComponentModel;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>Reads single actions, for the typed members of a generated <c>Actions</c>. Every number that it gives is an index of a
/// choice, or a bit.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ActionReader
{
    /// <summary>The action at a place.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="member">The name of the declared member, for errors.</param>
    /// <param name="actions">int64, of any shape.</param>
    /// <param name="choices">The number of choices; null where the batch decides, which the actions do not know.</param>
    /// <param name="place">One index an axis.</param>
    /// <returns>The index of the choice; null for no action (-1).</returns>
    /// <exception cref="MaskShapeException">The actions are not int64, have not one axis per index, or were disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The place lies outside of the tensor, or what stands there is neither -1 nor the
    /// index of a choice.</exception>
    public static int? Read(string policy, string member, Tensor actions, int? choices, params ReadOnlySpan<long> place)
    {
        long action = At(policy, member, actions, width: null, place)[0];
        return action == -1 ? null : InRange(policy, member, action, choices, place);
    }

    /// <summary>The action at a place where there always is one.</summary>
    /// <inheritdoc cref="Read"/>
    /// <exception cref="InvalidOperationException">There is none (-1).</exception>
    public static int ReadAction(string policy, string member, Tensor actions, int? choices, params ReadOnlySpan<long> place) =>
        Read(policy, member, actions, choices, place) ?? throw NoAction(policy, member, place);

    /// <summary>The components of the action at a place.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="member">The name of the declared member, for errors.</param>
    /// <param name="actions">int64, of any shape; its last axis are the components.</param>
    /// <param name="choices">The number of choices of each number in an action; 2 for a bit.</param>
    /// <param name="place">One index for each axis but the last.</param>
    /// <returns>The index of each component's choice, or -1 where none was chosen; the bits as 0 and 1.</returns>
    /// <exception cref="MaskShapeException">The actions are not int64, have other axes, or were disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The place lies outside of the tensor, or a number is neither -1 nor the index of a
    /// choice.</exception>
    public static int[] ReadRow(string policy, string member, Tensor actions, ReadOnlySpan<int> choices, params ReadOnlySpan<long> place)
    {
        long[] row = At(policy, member, actions, choices.Length, place);
        int[] chosen = new int[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            chosen[i] = row[i] == -1 ? -1 : InRange(policy, member, row[i], choices[i], place);
        }

        return chosen;
    }

    /// <summary>The components of the action at a place; null for no action: -1 in all of them.</summary>
    /// <inheritdoc cref="ReadRow"/>
    public static int[]? ReadRowOrNone(string policy, string member, Tensor actions, ReadOnlySpan<int> choices,
        params ReadOnlySpan<long> place)
    {
        int[] row = ReadRow(policy, member, actions, choices, place);
        return row.AsSpan().ContainsAnyExcept(-1) ? row : null;
    }

    /// <summary>The bits of the action at a place where there always is one.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="member">The name of the declared member, for errors.</param>
    /// <param name="actions">int64, of any shape; its last axis are the bits.</param>
    /// <param name="bits">The number of bits.</param>
    /// <param name="place">One index for each axis but the last.</param>
    /// <returns>Each bit as 0 or 1.</returns>
    /// <exception cref="MaskShapeException">The actions are not int64, have other axes, or were disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The place lies outside of the tensor, or a bit is neither 0 nor 1.</exception>
    /// <exception cref="InvalidOperationException">There is no action: all bits are -1.</exception>
    public static int[] ReadBits(string policy, string member, Tensor actions, int bits, params ReadOnlySpan<long> place) =>
        ReadBitsOrNone(policy, member, actions, bits, place) ?? throw NoAction(policy, member, place);

    /// <summary>The bits of the action at a place; null for no action: -1 in all of them.</summary>
    /// <returns>Each bit as 0 or 1.</returns>
    /// <exception cref="MaskShapeException">The actions are not int64, have other axes, or were disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The place lies outside of the tensor, or a bit is neither 0 nor 1 while not all are
    /// -1.</exception>
    /// <inheritdoc cref="ReadBits" path="/param"/>
    public static int[]? ReadBitsOrNone(string policy, string member, Tensor actions, int bits, params ReadOnlySpan<long> place)
    {
        long[] row = At(policy, member, actions, bits, place);
        if (!row.AsSpan().ContainsAnyExcept(-1))
        {
            return null;
        }

        int[] chosen = new int[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            chosen[i] = row[i] is 0 or 1
                ? (int)row[i]
                : throw new ArgumentOutOfRangeException(nameof(actions), row[i],
                    $"{policy}.{member}: expected bits of 0 and 1, or -1 in all of them for no action, at {Text(place)}.");
        }

        return chosen;
    }

    /// <summary>What was picked at a place, in the order of the picks, without the padding.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="member">The name of the declared member, for errors.</param>
    /// <param name="actions">int64, of any shape; its last axis are the picks.</param>
    /// <param name="atMost">The most picks.</param>
    /// <param name="choices">The number of choices; null where the batch decides, which the actions do not know.</param>
    /// <param name="place">One index for each axis but the last.</param>
    /// <exception cref="MaskShapeException">The actions are not int64, have other axes, or were disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The place lies outside of the tensor, or a pick is neither -1 nor the index of a
    /// choice.</exception>
    /// <exception cref="ArgumentException">There is a pick behind the first -1.</exception>
    public static int[] ReadPicks(string policy, string member, Tensor actions, int atMost, int? choices, params ReadOnlySpan<long> place)
    {
        long[] row = At(policy, member, actions, atMost, place);
        int end = Array.IndexOf(row, -1);
        int[] picks = new int[end < 0 ? row.Length : end];
        if (row.AsSpan(picks.Length).ContainsAnyExcept(-1))
        {
            throw new ArgumentException($"{policy}.{member}: expected picks, and behind them nothing but -1, at {Text(place)}, got "
                + $"[{string.Join(", ", row)}].", nameof(actions));
        }

        for (int i = 0; i < picks.Length; i++)
        {
            picks[i] = InRange(policy, member, row[i], choices, place);
        }

        return picks;
    }

    private static int InRange(string policy, string member, long action, int? choices, ReadOnlySpan<long> place)
    {
        if (action >= 0 && action < (choices ?? int.MaxValue))
        {
            return (int)action;
        }

        string range = choices is null ? "the index of a choice" : $"a choice from 0 to {choices - 1}";
        throw new ArgumentOutOfRangeException("actions", action,
            $"{policy}.{member}: expected {range}, or -1 for no action, at {Text(place)}.");
    }

    private static InvalidOperationException NoAction(string policy, string member, ReadOnlySpan<long> place) =>
        new($"{policy}.{member}: expected an action at {Text(place)}, got -1, no action. Either none was chosen there, because the logits "
            + $"of the row were not finite, or the actions come from elsewhere.");

    /// <summary>The numbers of one action.</summary>
    /// <param name="policy">The policy's name.</param>
    /// <param name="member">The member's name.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="width">How many numbers one action has; null: it is one number, without an axis.</param>
    /// <param name="place">One index for each of the other axes.</param>
    private static long[] At(string policy, string member, Tensor actions, int? width, ReadOnlySpan<long> place)
    {
        ArgumentNullException.ThrowIfNull(actions);
        int rowAxes = width is null ? 0 : 1;
        if (actions.IsInvalid || actions.dtype != ScalarType.Int64 || actions.dim() != place.Length + rowAxes
            || (width is { } numbers && actions.size(-1) != numbers))
        {
            throw new MaskShapeException(policy, member,
                $"{place.Length + rowAxes} axes of int64{(width is null ? "" : $", the last of size {width}")}", TensorText.Of(actions),
                "Give one index for each axis of the actors, and actions as the policy gives them.");
        }

        long offset = 0;
        for (int axis = 0; axis < place.Length; axis++)
        {
            long size = actions.size(axis);
            if (place[axis] < 0 || place[axis] >= size)
            {
                throw new ArgumentOutOfRangeException(nameof(place), place[axis],
                    $"{policy}.{member}: expected an index from 0 to {size - 1} on axis {axis} of {TensorText.Of(actions)}.");
            }

            offset = (offset * size) + place[axis];
        }

        int length = width ?? 1;
        using DisposeScope scope = NewDisposeScope();
        return HostMemory.Read<long>(actions).Slice((int)offset * length, length).ToArray();
    }

    private static string Text(ReadOnlySpan<long> place) => $"({string.Join(", ", place.ToArray())})";
}
