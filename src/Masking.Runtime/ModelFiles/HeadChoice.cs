namespace Masking.ModelFiles;

/// <summary>A choice of a head.</summary>
/// <param name="Component">The name of the parameter of a record struct; null for other heads.</param>
/// <param name="IsFlag">Whether the choice is an independent bit.</param>
/// <param name="Name">The name of the choice.</param>
internal sealed record HeadChoice(string? Component, bool IsFlag, string Name)
{
    /// <summary>
    /// The choices of all components, in the order of the rows of the head's weights. A number has two rows, behind those of other choices.
    /// </summary>
    public static HeadChoice[] Of(HeadDeclaration head) =>
    [
        .. head.Components.SelectMany(ChoicesOf),
        .. head.Components.Where(component => component.IsNumber).SelectMany(component => new HeadChoice[]
        {
            new(component.Name, IsFlag: false, "location"),
            new(component.Name, IsFlag: false, "scale"),
        }),
    ];

    /// <summary>
    /// The choices of all components, in the order of the columns of weights that read the choice of the head. A number has one column.
    /// </summary>
    public static HeadChoice[] Encoded(HeadDeclaration head) =>
    [
        .. head.Components.SelectMany(component => component.IsNumber
            ? [new HeadChoice(component.Name, IsFlag: false, "number")]
            : ChoicesOf(component)),
    ];

    private static IEnumerable<HeadChoice> ChoicesOf(ComponentDeclaration component) =>
        component.Choices.Select(choice => new HeadChoice(component.Name, component.IsFlags, choice));

    /// <summary>The choice as reports name it: <c>Gather</c>, or <c>Stance.Gather</c>.</summary>
    public override string ToString() => Component is null ? Name : $"{Component}.{Name}";
}
