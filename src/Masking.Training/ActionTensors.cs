namespace Masking.Training;

/// <summary>The tensors of the actions of a policy.</summary>
internal static class ActionTensors
{
    /// <summary>How near numbers are that count as the same, relative to the width of the declared interval.</summary>
    private const double Tolerance = 0.01;

    /// <summary>
    /// The names of the tensors with numbers of record structs that also have choices. Other tensors have the names of their heads.
    /// </summary>
    public static IEnumerable<string> OfNumbersBesideChoices(IMaskedNetwork policy) => policy.Declaration.Heads
        .Where(head => head.Components.Any(IsNumber) && !head.Components.All(IsNumber))
        .Select(head => $"{head.Name}Numbers");

    /// <summary>For each tensor with numbers, how far numbers may differ that count as the same.</summary>
    public static Dictionary<string, float[]> Tolerances(IMaskedNetwork policy)
    {
        HashSet<string> beside = [.. OfNumbersBesideChoices(policy)];
        return policy.Declaration.Heads
            .Where(head => head.Components.Any(IsNumber))
            .ToDictionary(
                head => beside.Contains($"{head.Name}Numbers") ? $"{head.Name}Numbers" : head.Name,
                head => head.Components.Where(IsNumber)
                    .Select(component => (float)(Tolerance * ((double)component.High! - (double)component.Low!))).ToArray());
    }

    private static bool IsNumber(ComponentDeclaration component) => component.Low is not null;
}
