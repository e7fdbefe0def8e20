using System.ComponentModel;
using Masking.Errors;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>Says what records of tensors hold, for the <c>ToString</c> of generated types: shapes and element types, and the values of
/// small tensors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RecordText
{
    /// <summary>A record: <c>SkirmishPolicy.Actions { Command = (2) int64 [1, 0] }</c>.</summary>
    /// <param name="record">The record. Its tensors may have been disposed.</param>
    public static string Of<T>(T record) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        return Of(
            TypeText.Of(typeof(T)),
            record.ToTensors().Select((tensor, member) => $"{NameOf<T>(member)} = {TensorText.WithValues(tensor)}")
        );
    }

    /// <summary>Anything with members.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isDisposed">Whether it was disposed; then its members are left out.</param>
    /// <param name="members">Its members: tensors, and what has a <c>ToString</c> of its own. One without a name stands for itself.</param>
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

    /// <summary>The name of a member; its number where the record does not name its members.</summary>
    internal static string NameOf<T>(int member) where T : ITensorRecord<T> =>
        member < T.MemberNames.Count ? T.MemberNames[member] : $"member {member}";

    private static string Of(string name, IEnumerable<string> members) => $"{name} {{ {string.Join(", ", members)} }}";
}
