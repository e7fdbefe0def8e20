namespace Masking.Samples.MicroRts.Learning;

/// <summary>A variant of the training.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Label">The name in tables and pictures.</param>
/// <param name="Masks">The masks.</param>
public sealed record MaskVariant(string Name, string Label, Masks Masks)
{
    /// <summary>All variants. The first is the default.</summary>
    public static IReadOnlyList<MaskVariant> All { get; } =
    [
        new("all", "all masks", Masks.All),
        new("no-agent-mask", "no agent mask", Masks.Actions),
        new("no-action-masks", "no action masks", Masks.Agents),
    ];

    /// <summary>Returns a variant.</summary>
    /// <param name="name">Its name on the command line.</param>
    public static MaskVariant Of(string name) => All.Single(variant => variant.Name == name);
}
