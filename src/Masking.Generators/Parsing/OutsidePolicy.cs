using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Finds declarations in types without <c>[MaskedPolicy]</c>.</summary>
internal static class OutsidePolicy
{
    /// <summary>Reports such declarations.</summary>
    /// <returns>
    /// Their properties, which generated code implements, so that the compiler does not report them too; null if there are none.
    /// </returns>
    public static PolicyModel? Check(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        List<MemberModel> members = [];
        HashSet<string> names = [];
        string nameOfType = type.Name.Length > 0 ? type.Name : type.ContainingType?.Name ?? ""; // A block of extension members has no name.
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            AttributeData[] attributes = [.. property.AttributesAmong(KnownTypes.MemberAttributes)];
            if (attributes.Length > 0 && !reporter.HasErrors)
            {
                // One attribute is missing, so one mistake is reported, at the first declaration.
                Place place = Place.At(attributes[0].Location()).RelatedTo(type);
                reporter.Report(Rules.OutsidePolicy, place, attributes[0].ShortName(), property.Name, nameOfType);
            }

            if (attributes.Length > 0 && names.Add(property.Name) && PartialProperties.IsLeftToTheGenerator(property)
                && PartialProperties.SyntaxOf(property, cancellation) is { } syntax)
            {
                members.Add(PartialProperties.Describe(property, syntax, reporter.Compilation));
            }
        }

        return members.Count > 0 && PolicyType.CanHavePart(type, cancellation) ? PolicyParser.PropertiesOf(type, members) : null;
    }
}
