using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
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
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            AttributeData[] attributes = Declaration.AttributesOf(property);
            foreach (AttributeData attribute in attributes)
            {
                Place place = Place.At(attribute.Location()).RelatedTo(type);
                reporter.Report(Rules.OutsidePolicy, place, attribute.ShortName(), property.Name, type.Name);
            }

            if (attributes.Length > 0 && PartialProperties.IsLeftToTheGenerator(property)
                && PartialProperties.SyntaxOf(property, cancellation) is { } syntax)
            {
                members.Add(PartialProperties.Describe(property, syntax, reporter.Compilation));
            }
        }

        return members.Count > 0 && PolicyType.IsPartial(type, cancellation) ? PolicyParser.PropertiesOf(type, members) : null;
    }
}
