using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Parses <c>[AttendsTo]</c>: which sets attend to which others.</summary>
/// <param name="inputs">The inputs of the policy.</param>
/// <param name="invalidNames">The names of members that have mistakes already.</param>
internal sealed class AttentionParser(EquatableArray<InputModel> inputs, HashSet<string> invalidNames)
{
    /// <summary>The inputs, with the sets that each attends to.</summary>
    /// <param name="type">The policy.</param>
    /// <param name="declarations">The declarations of all inputs, and others.</param>
    /// <param name="reporter">Receives mistakes.</param>
    /// <param name="cancellation">Cancels the parser.</param>
    public EquatableArray<InputModel> Parse(
        INamedTypeSymbol type, IReadOnlyList<Declaration> declarations, Reporter reporter, CancellationToken cancellation)
    {
        RequireEntityMask(type, reporter, cancellation);
        Dictionary<string, Declaration> byName = declarations.ToDictionary(declaration => declaration.Member.Name);
        return inputs
            .WithCancellation(cancellation)
            .Select(input => input.Kind == InputKind.Entities
                && byName[input.Member.Name].Property.AttributeOf(KnownTypes.AttendsTo) is { } attribute
                ? input with { AttendsTo = OthersOf(input, byName, attribute, reporter.For(byName[input.Member.Name])) }
                : input)
            .ToEquatableArray();
    }

    private EquatableArray<int> OthersOf(
        InputModel input,
        Dictionary<string, Declaration> declarations,
        AttributeData attribute,
        Reporter reporter
    )
    {
        IPropertySymbol property = declarations[input.Member.Name].Property;
        if (!property.Type.Is(KnownTypes.AttentionEncoder))
        {
            ReportAlone(property, attribute, reporter);
            return default;
        }

        string[]? names = attribute.ConstructorArguments.FirstOrDefault().ListedNames();
        if (names is null || attribute.AttributeConstructor is null)
        {
            reporter.MarkBroken();
            return default;
        }

        if (names.Length == 0)
        {
            reporter.Report(
                Rules.CannotAttend,
                attribute.Location(),
                $"AttendsTo of '{property.Name}' is empty: name another [EntityMask] member with an AttentionEncoder"
            );
        }

        List<int> others = [];
        for (int i = 0; i < names.Length; i++)
        {
            string name = names[i];
            Place place = Place.At(attribute.LocationOfElement("others", i)).RelatedTo(
                declarations.TryGetValue(name, out Declaration? named) && name != property.Name ? named.Property : null);
            int other = Enumerable.Range(0, inputs.Count)
                .Where(candidate => inputs[candidate].Member.Name == name).DefaultIfEmpty(-1).First();
            if (other < 0 && (invalidNames.Contains(name) || reporter.IsMisspeltInList(attribute, name)))
            {
                reporter.MarkBroken();
            }
            else if (other < 0 || inputs[other] == input || !declarations[name].Property.Type.Is(KnownTypes.AttentionEncoder))
            {
                reporter.Report(
                    Rules.CannotAttend,
                    place,
                    $"AttendsTo of '{property.Name}' names '{name}', but must name another [EntityMask] member with an AttentionEncoder"
                );
            }
            else if (others.Contains(other))
            {
                reporter.Report(Rules.CannotAttend, place, $"AttendsTo of '{property.Name}' names '{name}' twice");
            }
            else
            {
                others.Add(other);
            }
        }

        return others.ToEquatableArray();
    }

    /// <summary>Reports the attribute on members that are not sets.</summary>
    private static void RequireEntityMask(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            if (
                property.AttributeOf(KnownTypes.AttendsTo) is { } attribute
                && property.AttributeOf(KnownTypes.EntityMask) is null
            )
            {
                ReportAlone(property, attribute, reporter);
            }
        }
    }

    private static void ReportAlone(IPropertySymbol property, AttributeData attribute, Reporter reporter) =>
        reporter.Report(
            Rules.CannotAttend,
            Place.At(attribute.Location()).RelatedTo(property),
            $"[AttendsTo] on '{property.Name}' has no effect: it belongs to an [EntityMask] member with an AttentionEncoder"
        );
}
