using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Parsing;

/// <summary>
/// Finds the modules, parameters and buffers that the author added to a policy, which the generated constructor registers. Those that it
/// cannot register are reported, because they would not be trained.
/// </summary>
/// <param name="type">The policy, or a class that derives from one.</param>
/// <param name="reporter">Receives mistakes.</param>
/// <param name="cancellation">Cancels the search.</param>
internal sealed class LayerParser(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
{
    private static readonly string[] Registering = ["Register", "RegisterLayer", "register_module", "add_module", "register_parameter",
        "register_buffer"];

    private readonly SyntaxNode[] _parts = [.. type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation))];

    private enum LayerKind { Nothing, Module, Parameter, Buffer, Collection }

    /// <summary>The layers that the generated constructor of a policy registers.</summary>
    public EquatableArray<LayerModel> OfPolicy()
    {
        List<(SyntaxNode? Part, LayerModel Layer)> layers = [];
        foreach ((IFieldSymbol field, ISymbol member, LayerKind kind) in Fields())
        {
            if (Obstacle(field, member, kind) is { } obstacle)
            {
                reporter.Report(Rules.NotRegistered, member, member.Name, obstacle);
            }
            else if (!field.IsStatic && InitializerOf(member) is not null)
            {
                string? tensorType =
                    kind == LayerKind.Module
                        ? null
                        : field.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).Qualified(reporter.Compilation);
                layers.Add((PartOf(member), new LayerModel(ComponentNameOf(field) ?? member.Name, member.Name.Escaped(), tensorType)));
            }
        }

        // Like declarations, layers in several parts of a class are sorted by name.
        return (layers.Select(layer => layer.Part).Distinct().Count() > 1
            ? layers.OrderBy(layer => layer.Layer.Identifier, StringComparer.Ordinal).Select(layer => layer.Layer)
            : layers.Select(layer => layer.Layer)).ToEquatableArray();
    }

    /// <summary>Reports declared parts that a constructor replaces after the generated one registered them.</summary>
    public void CheckParts(IEnumerable<Declaration> declarations)
    {
        // Constructors of the author call the generated one.
        AssignmentExpressionSyntax[] assignments =
        [
            .. Constructors
                .Where(constructor => constructor.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer))
                .SelectMany(Assignments),
        ];
        foreach (Declaration declaration in assignments.Length == 0 ? [] : declarations)
        {
            AssignmentExpressionSyntax? assignment = assignments.FirstOrDefault(found =>
                IsName(found.Left, declaration.Member.Name)
                && reporter.ModelOf(found.SyntaxTree).GetSymbolInfo(found.Left, cancellation).Symbol
                    is not (ILocalSymbol or IParameterSymbol));
            if (assignment is not null)
            {
                Place place = Place.At(assignment.Left.GetLocation()).RelatedTo(declaration.Property);
                reporter.Report(Rules.NotRegistered, place, declaration.Member.Name,
                    "a constructor replaces the part that the generated constructor has registered; build it in the initializer of the "
                        + "property");
            }
        }
    }

    /// <summary>Reports layers of a derived class that its constructor does not register.</summary>
    public void CheckDerived()
    {
        foreach ((IFieldSymbol field, ISymbol member, LayerKind kind) in Fields())
        {
            if (!field.IsStatic && kind != LayerKind.Buffer && !IsRegisteredByHand(member.Name))
            {
                reporter.Report(Rules.NotRegistered, member, member.Name,
                    $"the generated constructor does not register the layers of derived classes; call "
                        + $"'RegisterLayer(nameof({member.Name}), {member.Name})' in the constructor of '{type.Name}'");
            }
        }
    }

    private IEnumerable<(IFieldSymbol Field, ISymbol Member, LayerKind Kind)> Fields()
    {
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            ISymbol member = field.AssociatedSymbol is IPropertySymbol property ? property.PartialDefinitionPart ?? property : field;
            if (!field.IsConst && !member.IsGenerated() && Declaration.AttributesOf(member).Length == 0
                && KindOf(field.Type) is var kind and not LayerKind.Nothing)
            {
                yield return (field, member, kind);
            }
        }
    }

    /// <summary>Why a field cannot be registered; null if it can be, already is, or need not be.</summary>
    private string? Obstacle(IFieldSymbol field, ISymbol member, LayerKind kind)
    {
        string name = member.Name;
        if (InitializerOf(member) is null && IsRegisteredByHand(name))
        {
            return IsAssignedAlone(name)
                ? $"a constructor assigns it and does not register it; call 'RegisterLayer(nameof({name}), {name})' there too"
                : null;
        }

        if (field.IsStatic)
        {
            return kind == LayerKind.Buffer || IsPolicy(field.Type) || IsNamedInAnInitializer(name)
                ? null
                : "it is static and belongs to no policy; make it a field of the policy, or name it in the initializer of one";
        }

        if (kind == LayerKind.Collection)
        {
            return "TorchSharp does not look into this collection; hold modules in a ModuleList, a ModuleDict or a Sequential, and "
                + "parameters in a ParameterList";
        }

        if (InitializerOf(member) is null)
        {
            return kind == LayerKind.Buffer ? null
                : $"it has no initializer; add one, or call 'RegisterLayer(nameof({name}), {name})' where it is assigned";
        }

        if (kind != LayerKind.Module && member is IPropertySymbol)
        {
            return "TorchSharp cannot put another tensor into a property when the policy is moved or converted; declare a field";
        }

        return member is IPropertySymbol { SetMethod: not null }
            ? "it can be reassigned, and the new value would not be registered; remove its setter"
            : !IsReadOnly(member) || IsAssignedInAConstructor(name)
            ? "it can be reassigned, and the new value would not be registered; make it readonly, and assign it only in its "
                + "initializer"
            : null;
    }

    private static LayerKind KindOf(ITypeSymbol type) =>
        IsModule(type) ? LayerKind.Module
        : type.Is(KnownTypes.Parameter) ? LayerKind.Parameter
        : type.Is(KnownTypes.Tensor) ? LayerKind.Buffer
        : Holds(type) ? LayerKind.Collection
        : LayerKind.Nothing;

    /// <summary>Whether a type is a module. A policy is one, even before its code is generated.</summary>
    private static bool IsModule(ITypeSymbol type) => type.Is(KnownTypes.Module) || IsPolicy(type)
        || type.DefinitionName().StartsWith(KnownTypes.ModuleInterface, StringComparison.Ordinal)
        || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsModule));

    /// <summary>Whether a type is a collection of modules or parameters. A delegate with such type arguments is not.</summary>
    private static bool Holds(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsTrained(array.ElementType),
        INamedTypeSymbol { TypeKind: not TypeKind.Delegate } named => named.TypeArguments.Any(IsTrained),
        _ => false,
    };

    private static bool IsTrained(ITypeSymbol type) => IsModule(type) || type.Is(KnownTypes.Parameter) || Holds(type);

    private static bool IsPolicy(ITypeSymbol type) =>
        type is INamedTypeSymbol named
        && named.BaseTypes().Prepend(named).Any(each => each.OriginalDefinition.PolicyAttribute() is not null);

    private static bool IsReadOnly(ISymbol member) => member switch
    {
        IFieldSymbol field => field.IsReadOnly,
        IPropertySymbol property => property.SetMethod is null,
        _ => false,
    };

    private ExpressionSyntax? InitializerOf(ISymbol member)
    {
        ExpressionSyntax? value = SyntaxOf(member).Concat(SyntaxOf((member as IPropertySymbol)?.PartialImplementationPart))
            .Select(syntax => syntax switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        }).FirstOrDefault(initializer => initializer is not null);
        return value is not null && reporter.ModelOf(value.SyntaxTree)
            .GetConstantValue(value, cancellation) is { HasValue: true, Value: null } ? null : value;
    }

    private IEnumerable<SyntaxNode> SyntaxOf(ISymbol? member) =>
        member?.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)) ?? [];

    private SyntaxNode? PartOf(ISymbol member) => SyntaxOf(member).FirstOrDefault()?.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private static string? ComponentNameOf(IFieldSymbol field) =>
        field.AttributeOf(KnownTypes.ComponentName)?.Named<string>("Name");

    private IEnumerable<ConstructorDeclarationSyntax> Constructors =>
        _parts.SelectMany(part => part.ChildNodes().OfType<ConstructorDeclarationSyntax>());

    private bool IsAssignedInAConstructor(string name) => Constructors.Any(constructor => Assigns(constructor, name));

    /// <summary>Whether only constructors register a field, and one of them assigns it without registering it.</summary>
    private bool IsAssignedAlone(string name) =>
        _parts.SelectMany(part => Registrations(part, name)).All(call => call.Ancestors().OfType<ConstructorDeclarationSyntax>().Any())
        && Constructors.Any(constructor => Assigns(constructor, name) && !Registrations(constructor, name).Any());

    private static bool Assigns(SyntaxNode constructor, string name) =>
        Assignments(constructor).Any(assignment => IsName(assignment.Left, name));

    private static IEnumerable<AssignmentExpressionSyntax> Assignments(SyntaxNode constructor) =>
        constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>();

    private bool IsNamedInAnInitializer(string name) => _parts
        .SelectMany(part => part.DescendantNodes(node => node is not BaseMethodDeclarationSyntax).OfType<EqualsValueClauseSyntax>())
        .SelectMany(initializer => initializer.DescendantNodes().OfType<IdentifierNameSyntax>())
        .Any(identifier => identifier.Identifier.ValueText == name);

    /// <summary>Whether code of the class registers a field.</summary>
    private bool IsRegisteredByHand(string name) => _parts.Any(part => Registrations(part, name).Any());

    /// <summary>
    /// The calls that register a field: <c>Register("x", x)</c>, <c>Register("x", x = …)</c> or <c>x = Register("x", …)</c>.
    /// </summary>
    private static IEnumerable<InvocationExpressionSyntax> Registrations(SyntaxNode code, string name) => code
        .DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Where(call => Registering.Contains(NameOf(call.Expression)))
        .Where(call => call.ArgumentList.Arguments.Any(argument => IsName(argument.Expression, name)
            || (argument.Expression is AssignmentExpressionSyntax within && IsName(within.Left, name)))
            || (call.Parent is AssignmentExpressionSyntax around && IsName(around.Left, name)));

    private static string? NameOf(ExpressionSyntax method) => method switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private static bool IsName(ExpressionSyntax expression, string name) => expression switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText == name,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed =>
            IsName(suppressed.Operand, name),
        _ => false,
    };
}
