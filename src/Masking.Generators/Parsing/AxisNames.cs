using System.Globalization;

namespace Masking.Generators.Parsing;

/// <summary>
/// Names the axes whose sizes the declaration leaves open: <c>entities</c> if there is one set, <c>entities of Units</c> if there are
/// several. Axes with equal names have equal sizes.
/// </summary>
internal sealed class AxisNames(int sets, int maps)
{
    public string EntitiesOf(string member) => Named("entities", member, sets);

    public (string Height, string Width) CellsOf(string member, int height, int width) =>
        (height > 0 ? height.ToString(CultureInfo.InvariantCulture) : Named("height", member, maps),
         width > 0 ? width.ToString(CultureInfo.InvariantCulture) : Named("width", member, maps));

    private static string Named(string axis, string member, int members) => members > 1 ? $"{axis} of {member}" : axis;
}
