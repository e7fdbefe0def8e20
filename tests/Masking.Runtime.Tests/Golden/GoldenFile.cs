using System.Text.Json;
using System.Text.Json.Serialization;

namespace Masking.Runtime.Tests.Golden;

/// <summary>One file of reference values.</summary>
public sealed record GoldenFile<T>(string About, string Dtype, T[] Cases) where T : IGoldenCase
{
    // A property that no case record declares would not be checked, so it is an error.
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly Dictionary<string, GoldenFile<T>> Loaded = [];

    /// <summary>The names of the cases, one theory row each.</summary>
    public static TheoryData<string> Names(string file) => [.. Load(file).Cases.Select(each => each.Name)];

    public static T Case(string file, string name) => Load(file).Cases.Single(each => each.Name == name);

    private static GoldenFile<T> Load(string file)
    {
        if (!Loaded.TryGetValue(file, out GoldenFile<T>? loaded))
        {
            string text = File.ReadAllText(Path.Combine(GoldenFolder.Location, file + ".json"));
            loaded = JsonSerializer.Deserialize<GoldenFile<T>>(text, Options)!;
            Loaded.Add(file, loaded);
        }

        return loaded;
    }
}
