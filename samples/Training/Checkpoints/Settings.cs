using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Masking.Samples.Training;

/// <summary>What a training depends on, setting by setting, in words that can be compared.</summary>
public static class Settings
{
    /// <summary>The properties of a record of options.</summary>
    /// <typeparam name="TOptions">The record; trimming keeps its properties.</typeparam>
    /// <param name="options">The options.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>(TOptions options)
        where TOptions : notnull
    {
        ArgumentNullException.ThrowIfNull(options);
        return typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => new KeyValuePair<string, string>(property.Name, Text(property.GetValue(options))));
    }

    private static string Text(object? value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "none";

    /// <summary>Writes settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="writer">Where.</param>
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

    /// <summary>Reads settings, and refuses others than these.</summary>
    /// <param name="settings">The settings that are expected.</param>
    /// <param name="reader">From where.</param>
    /// <exception cref="CheckpointException">They differ; the message says in what.</exception>
    public static void Require(IReadOnlyList<KeyValuePair<string, string>> settings, BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(reader);
        Dictionary<string, string> read = [];
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            read.Add(reader.ReadString(), reader.ReadString());
        }

        foreach ((string name, string value) in settings)
        {
            CheckpointException.Require(name, value, read.TryGetValue(name, out string? other) ? other : "none");
            read.Remove(name);
        }

        foreach ((string name, string value) in read)
        {
            CheckpointException.Require(name, "none", value);
        }
    }
}
