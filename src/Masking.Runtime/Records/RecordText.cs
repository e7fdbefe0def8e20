using System.ComponentModel;
using Masking.Errors;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>
/// Formats records of tensors for the <c>ToString</c> of generated types: shapes and element types, and the values of small tensors.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RecordText
{
    /// <summary>Formats a record, as in <c>SkirmishPolicy.Actions { Command = (2) int64 [1, 0] }</c>.</summary>
    /// <typeparam name="T">The type of the record.</typeparam>
    /// <param name="record">The record. Its tensors may have been disposed.</param>
    public static string Of<T>(T record) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        return Of(
            TypeText.Of(typeof(T)),
            record.ToTensors().Select((tensor, member) => $"{NameOf<T>(member)} = {TensorText.WithValues(tensor)}")
        );
    }

    /// <summary>Formats an object as its name and its members.</summary>
    /// <param name="name">The name of the object.</param>
    /// <param name="isDisposed">Whether the object was disposed. If so, the members are omitted.</param>
    /// <param name="members">
    /// The names and values of the members. A tensor is formatted with its values; any other value with its <c>ToString</c>. A member whose
    /// name is null is formatted without a name.
    /// </param>
    public static string Of(string name, bool isDisposed, params ReadOnlySpan<(string? Name, object? Value)> members)
    {
        if (isDisposed)
        {
            return $"{name} (disposed)";
        }

        List<string> texts = [];
        foreach ((string? member, object? value) in members)
        {
            string text = value is Tensor tensor ? TensorText.WithValues(tensor) : $"{value ?? "null"}";
            texts.Add(member is null ? text : $"{member} = {text}");
        }

        return Of(name, texts);
    }

    /// <summary>Returns the name of a member, or its index if the record type does not name its members.</summary>
    internal static string NameOf<T>(int member) where T : ITensorRecord<T> =>
        member < T.MemberNames.Count ? T.MemberNames[member] : $"member {member}";

    private static string Of(string name, IEnumerable<string> members) => $"{name} {{ {string.Join(", ", members)} }}";
}
