using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Masking.Samples.Training;

/// <summary>What a training depends on, setting by setting, in words that can be compared.</summary>
public static class Settings
{
    /// <summary>A length for each of two empty texts.</summary>
    private const int BytesOfShortestSetting = 2;

    /// <summary>The properties of a record of options.</summary>
    /// <typeparam name="TOptions">The record; trimming keeps its properties.</typeparam>
    /// <param name="options">The options.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>(TOptions options)
        where TOptions : notnull
    {
        ArgumentNullException.ThrowIfNull(options);
        return typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => Of(property.Name, property.GetValue(options)));
    }

    /// <summary>A setting in words, which are the same in every culture.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; the elements of a list count.</param>
    public static KeyValuePair<string, string> Of(string name, object? value)
    {
        string text = value is IEnumerable list and not string
            ? string.Join(", ", list.Cast<object?>().Select(element => Convert.ToString(element, CultureInfo.InvariantCulture)))
            : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return new(name, text.Length > 0 ? text : "none");
    }

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
        for (int left = reader.ReadCount("settings, in number", BytesOfShortestSetting); left > 0; left--)
        {
            string name = reader.ReadText("the name of a setting");
            CheckpointException.Require(
                read.TryAdd(name, reader.ReadText("the value of a setting")),
                $"expected each setting once, got two of the name '{name}'");
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
