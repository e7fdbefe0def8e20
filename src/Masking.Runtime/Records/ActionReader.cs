using System.ComponentModel;
using System.Globalization;

namespace Masking.CompilerServices;

/// <summary>
/// Reads single actions from an action tensor or from host memory, for the typed accessors of a generated <c>Actions</c> or <c>Player</c>.
/// A number that is neither the index of a choice nor a bit is rejected.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ActionReader
{
    /// <summary>Reads the action at an index; null for -1, no action.</summary>
    /// <param name="policy">The policy's name, for error messages.</param>
    /// <param name="member">The name of the declared member, for error messages.</param>
    /// <param name="actions">int64, of any shape.</param>
    /// <param name="choices">
    /// The number of choices; null if it depends on the batch, in which case no upper bound is checked.
    /// </param>
    /// <param name="place">The index on each axis.</param>
    /// <returns>The index of the choice; null for -1, no action.</returns>
    /// <exception cref="MaskShapeException">The actions are not int64, have another number of axes, or were disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An index is outside of the tensor, or the action is neither -1 nor the index of a choice.
    /// </exception>
    public static int? ReadOrNone(string policy, string member, ActionSource actions, int? choices, params ReadOnlySpan<long> place)
    {
        long action = actions.Read<long>(policy, member, width: null, place)[0];
        return action == -1 ? null : InRange(policy, member, action, choices, place);
    }

    /// <summary>Reads the action at an index where an action is required.</summary>
    /// <returns>The index of the choice.</returns>
    /// <inheritdoc cref="ReadOrNone"/>
    /// <exception cref="InvalidOperationException">The action is -1, no action.</exception>
    public static int Read(string policy, string member, ActionSource actions, int? choices, params ReadOnlySpan<long> place) =>
        ReadOrNone(policy, member, actions, choices, place) ?? throw MissingAction(policy, member, actions, place);

    /// <summary>Reads the components of the action at an index.</summary>
    /// <param name="policy">The policy's name, for error messages.</param>
    /// <param name="member">The name of the declared member, for error messages.</param>
    /// <param name="actions">int64; the last axis is the components.</param>
    /// <param name="choices">The number of choices of each component; 2 for a bit.</param>
    /// <param name="place">The index on each axis except the last.</param>
    /// <returns>The index of the choice of each component, -1 for no choice; 0 or 1 for each bit.</returns>
    /// <exception cref="MaskShapeException">The actions are not int64, have other axes, or were disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An index is outside of the tensor, or a component is neither -1 nor the index of a choice.
    /// </exception>
    public static int[] ReadComponents(string policy, string member, ActionSource actions, ReadOnlySpan<int> choices,
        params ReadOnlySpan<long> place)
    {
        ReadOnlySpan<long> row = actions.Read<long>(policy, member, choices.Length, place);
        int[] chosen = new int[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            chosen[i] = row[i] == -1 ? -1 : InRange(policy, member, row[i], choices[i], place);
        }

        return chosen;
    }

    /// <summary>Reads the components of the action at an index; null if all components are -1, no action.</summary>
    /// <inheritdoc cref="ReadComponents"/>
    public static int[]? ReadComponentsOrNone(string policy, string member, ActionSource actions, ReadOnlySpan<int> choices,
        params ReadOnlySpan<long> place)
    {
        int[] row = ReadComponents(policy, member, actions, choices, place);
        return row.AsSpan().ContainsAnyExcept(-1) ? row : null;
    }

    /// <summary>Reads the bits of the action at an index where an action is required.</summary>
    /// <param name="policy">The policy's name, for error messages.</param>
    /// <param name="member">The name of the declared member, for error messages.</param>
    /// <param name="actions">int64; the last axis is the bits.</param>
    /// <param name="bits">The number of bits.</param>
    /// <param name="place">The index on each axis except the last.</param>
    /// <returns>0 or 1 for each bit.</returns>
    /// <exception cref="MaskShapeException">The actions are not int64, have other axes, or were disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside of the tensor, or a bit is neither 0 nor 1.</exception>
    /// <exception cref="InvalidOperationException">All bits are -1, no action.</exception>
    public static int[] ReadBits(string policy, string member, ActionSource actions, int bits, params ReadOnlySpan<long> place) =>
        ReadBitsOrNone(policy, member, actions, bits, place) ?? throw MissingAction(policy, member, actions, place);

    /// <summary>Reads the bits of the action at an index; null if all bits are -1, no action.</summary>
    /// <returns>0 or 1 for each bit.</returns>
    /// <exception cref="MaskShapeException">The actions are not int64, have other axes, or were disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An index is outside of the tensor, or a bit is neither 0 nor 1, and not all bits are -1.
    /// </exception>
    /// <inheritdoc cref="ReadBits" path="/param"/>
    public static int[]? ReadBitsOrNone(string policy, string member, ActionSource actions, int bits, params ReadOnlySpan<long> place)
    {
        ReadOnlySpan<long> row = actions.Read<long>(policy, member, bits, place);
        if (!row.ContainsAnyExcept(-1))
        {
            return null;
        }

        int[] chosen = new int[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            chosen[i] = row[i] is 0 or 1
                ? (int)row[i]
                : throw new ArgumentOutOfRangeException(nameof(actions), row[i],
                    $"{policy}.{member}: expected bits of 0 and 1, or -1 in all of them for no action, at {FormatIndices(place)}.");
        }

        return chosen;
    }

    /// <summary>Reads the picks of a subset at an index, in the order of the picks and without the padding.</summary>
    /// <param name="policy">The policy's name, for error messages.</param>
    /// <param name="member">The name of the declared member, for error messages.</param>
    /// <param name="actions">int64; the last axis is the picks, padded with -1.</param>
    /// <param name="atMost">The maximum number of picks: the size of the last axis.</param>
    /// <param name="choices">
    /// The number of choices; null if it depends on the batch, in which case no upper bound is checked.
    /// </param>
    /// <param name="place">The index on each axis except the last.</param>
    /// <exception cref="MaskShapeException">The actions are not int64, have other axes, or were disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An index is outside of the tensor, or a pick is neither -1 nor the index of a choice.
    /// </exception>
    /// <exception cref="ArgumentException">A pick follows a -1.</exception>
    public static int[] ReadPicks(
        string policy, string member, ActionSource actions, int atMost, int? choices, params ReadOnlySpan<long> place)
    {
        ReadOnlySpan<long> row = actions.Read<long>(policy, member, atMost, place);
        int end = row.IndexOf(-1);
        int[] picks = new int[end < 0 ? row.Length : end];
        if (row[picks.Length..].ContainsAnyExcept(-1))
        {
            throw new ArgumentException($"{policy}.{member}: expected picks followed only by -1, at {FormatIndices(place)}, got "
                + $"[{string.Join(", ", row.ToArray())}].", nameof(actions));
        }

        for (int i = 0; i < picks.Length; i++)
        {
            picks[i] = InRange(policy, member, row[i], choices, place);
        }

        return picks;
    }

    /// <summary>Reads the number at an index; null for NaN, no action.</summary>
    /// <param name="policy">The policy's name, for error messages.</param>
    /// <param name="member">The name of the declared member, for error messages.</param>
    /// <param name="actions">float32, of any shape.</param>
    /// <param name="low">The low end of the declared interval.</param>
    /// <param name="high">The high end of the declared interval.</param>
    /// <param name="place">The index on each axis.</param>
    /// <exception cref="MaskShapeException">The actions are not float32, have another number of axes, or were disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An index is outside of the tensor, or the number is neither NaN nor in the declared interval.
    /// </exception>
    public static float? ReadNumberOrNone(
        string policy, string member, ActionSource actions, float low, float high, params ReadOnlySpan<long> place)
    {
        float number = actions.Read<float>(policy, member, width: null, place)[0];
        return float.IsNaN(number) ? null : InInterval(policy, member, number, low, high, place);
    }

    /// <summary>Reads the number at an index where an action is required.</summary>
    /// <inheritdoc cref="ReadNumberOrNone"/>
    /// <exception cref="InvalidOperationException">The number is NaN, no action.</exception>
    public static float ReadNumber(
        string policy, string member, ActionSource actions, float low, float high, params ReadOnlySpan<long> place) =>
        ReadNumberOrNone(policy, member, actions, low, high, place) ?? throw MissingAction(policy, member, actions, place, "NaN");

    /// <summary>Reads the numbers of the action of a record struct at an index.</summary>
    /// <param name="policy">The policy's name, for error messages.</param>
    /// <param name="member">The name of the declared member, for error messages.</param>
    /// <param name="actions">float32; the last axis is the numbers.</param>
    /// <param name="ends">The low and the high end of the declared interval of each number.</param>
    /// <param name="place">The index on each axis except the last.</param>
    /// <returns>The numbers; NaN for no action.</returns>
    /// <inheritdoc cref="ReadNumberOrNone" path="/exception"/>
    public static float[] ReadNumbers(
        string policy, string member, ActionSource actions, ReadOnlySpan<float> ends, params ReadOnlySpan<long> place)
    {
        float[] numbers = actions.Read<float>(policy, member, ends.Length / 2, place).ToArray();
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!float.IsNaN(numbers[i]))
            {
                InInterval(policy, member, numbers[i], ends[2 * i], ends[(2 * i) + 1], place);
            }
        }

        return numbers;
    }

    /// <summary>Returns the numbers of an action; null if all are NaN, no action.</summary>
    /// <param name="numbers">The numbers.</param>
    public static float[]? UnlessNone(float[] numbers) => Array.TrueForAll(numbers, float.IsNaN) ? null : numbers;

    /// <summary>Returns the components of an action; null if all are "no action".</summary>
    /// <param name="chosen">The indices of the choices, -1 for no choice.</param>
    /// <param name="numbers">The numbers, NaN for none.</param>
    public static (int[] Chosen, float[] Numbers)? UnlessNone(int[] chosen, float[] numbers) =>
        chosen.AsSpan().ContainsAnyExcept(-1) || UnlessNone(numbers) is not null ? (chosen, numbers) : null;

    private static float InInterval(string policy, string member, float number, float low, float high, ReadOnlySpan<long> place) =>
        number >= low && number <= high ? number : throw new ArgumentOutOfRangeException("actions", number,
            string.Create(CultureInfo.InvariantCulture,
                $"{policy}.{member}: expected a number from {low} to {high}, or NaN for no action, at {FormatIndices(place)}."));

    private static int InRange(string policy, string member, long action, int? choices, ReadOnlySpan<long> place)
    {
        if (action >= 0 && action < (choices ?? int.MaxValue))
        {
            return (int)action;
        }

        string range = choices is null ? "the index of a choice" : $"a choice from 0 to {choices - 1}";
        throw new ArgumentOutOfRangeException("actions", action,
            $"{policy}.{member}: expected {range}, or -1 for no action, at {FormatIndices(place)}.");
    }

    private static InvalidOperationException MissingAction(
        string policy, string member, ActionSource actions, ReadOnlySpan<long> place, string none = "-1") =>
        new($"{policy}.{member}: expected an action at {FormatIndices(place)}, got {none}, no action. Either the logits of the row were "
            + $"not finite, so that no action was chosen, or {actions.ReasonForNone}.");

    private static string FormatIndices(ReadOnlySpan<long> place) => $"({string.Join(", ", place.ToArray())})";
}
