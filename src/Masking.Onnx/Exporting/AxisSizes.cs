using Masking.ModelFiles;

namespace Masking.Onnx.Exporting;

/// <summary>The sizes of the axes of sets and maps: numbers, or names of sizes that differ from call to call.</summary>
/// <param name="fixedSizes">The number of entities of the sets whose size does not differ.</param>
internal sealed class AxisSizes(IReadOnlyDictionary<string, int> fixedSizes)
{
    /// <summary>The number of entities of a set.</summary>
    public string EntitiesOf(string set) => fixedSizes.TryGetValue(set, out int entities) ? $"{entities}" : OnnxNames.Entities(set);

    /// <summary>The height and the width of a map.</summary>
    public static string[] SidesOf(InputDeclaration map) =>
        [Side(map.Size[1], OnnxNames.Height(map.Name)), Side(map.Size[2], OnnxNames.Width(map.Name))];

    private static string Side(int size, string name) => size > 0 ? $"{size}" : name;
}
