using System.Globalization;

namespace Masking.Samples.Turret;

/// <summary>A variant of the training.</summary>
/// <param name="IsMasked">
/// Whether the legal interval of angles is a mask, so that the policy chooses no other angle. If false, the policy chooses any angle, and
/// the environment clamps it to the legal interval.
/// </param>
/// <param name="MissCost">What a shot that misses costs.</param>
public sealed record Variant(bool IsMasked, float MissCost)
{
    /// <summary>All variants.</summary>
    public static IReadOnlyList<Variant> All { get; } =
    [
        new(IsMasked: true, MissCost: 0),
        new(IsMasked: false, MissCost: 0),
        new(IsMasked: true, MissCost: 0.02f),
        new(IsMasked: false, MissCost: 0.02f),
        new(IsMasked: true, MissCost: 0.05f),
        new(IsMasked: false, MissCost: 0.05f),
    ];

    /// <summary>Where the legal interval applies, in options, tables and pictures.</summary>
    public string Angles => IsMasked ? "masked" : "clamped";

    /// <summary>What a miss costs, in options, tables and pictures.</summary>
    public string Cost => MissCost.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name in pictures.</summary>
    public string Name => $"{Angles}, {Cost}";

    /// <summary>The variant with a name.</summary>
    /// <param name="name">One of the names of <see cref="All"/>.</param>
    public static Variant FromName(string name) => All.Single(variant => variant.Name == name);
}
