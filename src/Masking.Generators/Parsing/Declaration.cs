using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Parsing;

/// <summary>A property with an attribute that makes it an input, a head, the core or the value.</summary>
internal sealed class Declaration
{
    private Declaration(IPropertySymbol property, AttributeData attribute, MemberModel member, PropertyDeclarationSyntax syntax)
    {
        Syntax = syntax;
        Property = property;
        Attribute = attribute;
        Member = member;
        Role = attribute.AttributeClass!.DefinitionName();
        IsBroken = AttributesOf(property).Length > 1
            || attribute.AttributeConstructor is null
            || attribute.HasUnknownArgument()
            || attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(argument => argument.Value))
                .Any(argument => argument.Kind == TypedConstantKind.Error);
    }

    public IPropertySymbol Property { get; }

    public AttributeData Attribute { get; }

    /// <summary>The syntax of its declaring part.</summary>
    public PropertyDeclarationSyntax Syntax { get; }

    /// <summary>Where its type is written.</summary>
    public Location TypeLocation => Syntax.Type.GetLocation();

    /// <summary>Where the type argument of a head is written, as <c>Order</c> in <c>Head&lt;Order&gt;</c>; otherwise the type.</summary>
    public Location ChosenLocation =>
        (Syntax.Type.DescendantNodesAndSelf().OfType<TypeArgumentListSyntax>().FirstOrDefault()?.Arguments[0] ?? Syntax.Type).GetLocation();

    /// <summary>Its initializer; null if it has none.</summary>
    public ExpressionSyntax? Initializer => Syntax.Initializer?.Value;

    public MemberModel Member { get; }

    /// <summary>The full name of its attribute.</summary>
    public string Role { get; }

    public bool IsInput => Role is KnownTypes.Observation or KnownTypes.EntityMask or KnownTypes.AgentGrid;

    public bool IsHead => Role == KnownTypes.ActionMask;

    /// <summary>
    /// Whether its attribute has no clear meaning, because there are several, or because the compiler reports errors in it.
    /// </summary>
    public bool IsBroken { get; }

    /// <summary>
    /// The declarations of a type, in source order. If they are spread over several parts of the class, which the compiler may see in any
    /// order, they are sorted by name.
    /// </summary>
    public static List<Declaration> Of(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        List<Declaration> declarations = [];
        HashSet<SyntaxNode> parts = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            AttributeData[] attributes = AttributesOf(property);
            if (attributes.Length == 0)
            {
                continue;
            }

            CheckRoles(property, attributes, reporter);
            PropertyDeclarationSyntax? syntax = PartialProperties.SyntaxOf(property, cancellation) as PropertyDeclarationSyntax;
            bool isDeclaration = syntax is not null && IsOnlyDeclared(property, syntax);
            if (!isDeclaration)
            {
                reporter.Report(Rules.NotAPartialProperty, property, property.Name, property.Type.Short());
            }

            // Generated code cannot name indexers, explicit implementations and properties that are being typed. Of two properties with one
            // name, which is a compiler error, the first counts.
            if (syntax is { ExplicitInterfaceSpecifier: null } && property.Name.Length > 0 && names.Add(property.Name))
            {
                MemberModel member = isDeclaration
                    ? Describe(property, attributes[0], syntax, reporter.Compilation, cancellation)
                    : PartialProperties.Describe(property, syntax, reporter.Compilation);
                declarations.Add(new Declaration(property, attributes[0], member, syntax));
                parts.Add(syntax.Parent!);
            }
            else
            {
                reporter.MarkBroken();
            }
        }

        return parts.Count > 1 ? [.. declarations.OrderBy(declaration => declaration.Member.Name, StringComparer.Ordinal)] : declarations;
    }

    /// <summary>The attributes of a member that give it a role.</summary>
    public static AttributeData[] AttributesOf(ISymbol member) =>
        [.. member.AttributesAmong(KnownTypes.RoleAttributes)];

    private static void CheckRoles(IPropertySymbol property, AttributeData[] attributes, Reporter reporter)
    {
        string[] roles = [.. attributes.Select(attribute => attribute.ShortName()).Distinct()];
        if (roles.Length > 1)
        {
            Place second = Place.At(attributes.First(attribute => attribute.ShortName() == roles[1]).Location());
            reporter.Report(Rules.SeveralAttributes, second.RelatedTo(attributes[0].Location()), property.Name, roles[0], roles[1]);
        }
        else if (attributes.Length > 1)
        {
            reporter.MarkBroken();
        }
    }

    private static bool IsOnlyDeclared(IPropertySymbol property, PropertyDeclarationSyntax syntax) =>
        syntax.Modifiers.Any(SyntaxKind.PartialKeyword)
        && property is { GetMethod: not null, SetMethod: null, IsStatic: false, RefKind: RefKind.None }
        && syntax.ExplicitInterfaceSpecifier is null
        && syntax.ExpressionBody is null
        && syntax.AccessorList is { } list && list.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null)
        && PartialProperties.IsLeftToTheGenerator(property);

    private static MemberModel Describe(
        IPropertySymbol property,
        AttributeData attribute,
        PropertyDeclarationSyntax declaration,
        Compilation compilation,
        CancellationToken cancellation) => new(
        property.Name,
        property.Name.Escaped(),
        string.Join(" ", declaration.Modifiers.Select(modifier => modifier.ValueText)),
        property.Type.Qualified(compilation),
        Documentation.SummaryOf(property, cancellation))
    {
        HasInitializer = declaration.Initializer is not null,
        HasKnownParameters = declaration.Initializer is not null
            || SymbolEqualityComparer.Default.Equals(property.Type.ContainingAssembly, attribute.AttributeClass?.ContainingAssembly),
    };
}
