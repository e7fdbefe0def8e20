using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Masking.Training;

/// <summary>Settings of a training as pairs of name and text, which a checkpoint stores and compares when it is resumed.</summary>
public static class RunSettings
{
    /// <summary>The least number of bytes of a setting: the lengths of an empty name and an empty value.</summary>
    private const int MinBytesPerSetting = 2;

    /// <summary>Returns the public properties of an options record as settings.</summary>
    /// <typeparam name="TOptions">The type of the record; its public properties are preserved by trimming.</typeparam>
    /// <param name="options">The options.</param>
    public static IEnumerable<KeyValuePair<string, string>> FromOptions<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>(TOptions options)
        where TOptions : notnull
    {
        ArgumentNullException.ThrowIfNull(options);
        return typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => Format(property.Name, property.GetValue(options)));
    }

    /// <summary>Formats a setting with the invariant culture.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; a list is formatted element by element, null and empty values as "none".</param>
    public static KeyValuePair<string, string> Format(string name, object? value)
    {
        string text = value is IEnumerable list and not string
            ? string.Join(", ", list.Cast<object?>().Select(element => Convert.ToString(element, CultureInfo.InvariantCulture)))
            : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return new(name, text.Length > 0 ? text : "none");
    }

    /// <summary>Writes settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="writer">The writer.</param>
    public static void Save(IReadOnlyList<KeyValuePair<string, string>> settings, BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(settings.Count);
        foreach ((string name, string value) in settings)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    /// <summary>Reads the settings written by <see cref="Save"/>.</summary>
    /// <param name="reader">The reader.</param>
    /// <exception cref="CheckpointException">A name occurs twice.</exception>
    internal static Dictionary<string, string> Read(BinaryReader reader)
    {
        Dictionary<string, string> read = [];
        for (int left = reader.ReadCount("settings, in number", MinBytesPerSetting); left > 0; left--)
        {
            string name = reader.ReadString("the name of a setting");
            CheckpointException.Require(
                read.TryAdd(name, reader.ReadString("the value of a setting")),
                $"expected each setting once, got '{name}' twice");
        }

        return read;
    }

    /// <summary>Reads the settings written by <see cref="Save"/> and throws if they differ from the expected ones.</summary>
    /// <param name="settings">The expected settings.</param>
    /// <param name="reader">The reader.</param>
    /// <exception cref="CheckpointException">A setting differs; the message contains its name and both values.</exception>
    public static void RequireEqual(IReadOnlyList<KeyValuePair<string, string>> settings, BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(reader);
        Dictionary<string, string> read = Read(reader);
        foreach ((string name, string value) in settings)
        {
            CheckpointException.RequireEqual(name, value, read.TryGetValue(name, out string? other) ? other : "none");
            read.Remove(name);
        }

        foreach ((string name, string value) in read)
        {
            CheckpointException.RequireEqual(name, "none", value);
        }
    }
}
