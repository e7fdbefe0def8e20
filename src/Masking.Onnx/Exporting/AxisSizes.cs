namespace Masking.Onnx.Exporting;

/// <summary>The sizes of the axes of sets and maps: numbers, or names of sizes that differ from call to call.</summary>
/// <param name="fixedSizes">The number of entities of the sets whose size does not differ.</param>
internal sealed class AxisSizes(IReadOnlyDictionary<string, int> fixedSizes)
{
    /// <summary>The number of entities of a set.</summary>
    public string EntitiesOf(string set) => fixedSizes.TryGetValue(set, out int entities) ? $"{entities}" : $"{set}.entities";

    /// <summary>The height and the width of a map.</summary>
    public static string[] SidesOf(InputDeclaration map) => [Side(map, 1, "height"), Side(map, 2, "width")];

    private static string Side(InputDeclaration map, int axis, string name) =>
        map.Size[axis] > 0 ? $"{map.Size[axis]}" : $"{map.Name}.{name}";
}
