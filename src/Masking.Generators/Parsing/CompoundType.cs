using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Parsing;

/// <summary>Parses a record struct that a head chooses: one component per parameter.</summary>
/// <param name="declaration">The head.</param>
/// <param name="type">The record struct.</param>
/// <param name="reporter">Receives mistakes.</param>
internal sealed class CompoundType(Declaration declaration, INamedTypeSymbol type, Reporter reporter)
{
    private readonly List<ComponentModel> _components = [];

    /// <summary>Parses the struct; null if it cannot be chosen.</summary>
    public ActionType? Read(CancellationToken cancellation)
    {
        IMethodSymbol? constructor = ConstructorOf(type);
        if (constructor?.Parameters.Any(parameter => parameter.Name.Length == 0) == true)
        {
            reporter.MarkBroken(); // The name is not typed yet.
            return null;
        }

        if (!type.IsReadOnly || constructor is null)
        {
            Report(At(type), type.IsReadOnly ? "it has no parameters to choose" : "it is not readonly; declare a 'readonly record struct'");
            return null;
        }

        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            cancellation.ThrowIfCancellationRequested();
            Add(constructor, parameter);
        }

        if (_components.Count == 0)
        {
            return null;
        }

        if (PartTypes.RequiredMemberOf(type, constructor) is { } required)
        {
            Report(
                At(required),
                $"its member '{required.Name}' is required, and generated code gives it no value; declare it without 'required'");
        }

        string? access = AccessModifiers.OfMemberReturning(type, declaration.Property.ContainingType);
        if (access is null)
        {
            Report(At(type), "it is hidden from code that uses the policy; make it internal or public");
        }

        long choices = _components.Sum(component => (long)component.Choices);
        Limits.RequireAtMost(At(type), declaration.Member.Name, "number of choices", Limits.Total, choices, reporter);
        string qualified = type.Qualified(reporter.Compilation);
        int columns = choices == 0 ? 0 : Limits.Clamp(choices, Limits.Total);
        return new ActionType(ChoiceKind.Compound, qualified, default, columns, access ?? "private")
        {
            Components = _components.ToEquatableArray(),
        };
    }

    /// <summary>
    /// The constructor whose parameters are the components: the primary constructor, or else the longest one whose parameters all are
    /// properties.
    /// </summary>
    public static IMethodSymbol? ConstructorOf(INamedTypeSymbol type) => type.InstanceConstructors
        .Where(constructor => constructor.DeclaredAccessibility
            is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)
        .Where(constructor => constructor.Parameters.Length > 0 && constructor.Parameters.All(parameter => IsProperty(type, parameter)))
        .OrderByDescending(IsInHeader)
        .ThenByDescending(constructor => constructor.Parameters.Length)
        .FirstOrDefault();

    private static bool IsInHeader(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax);

    /// <summary>Whether a parameter has a property of the same name and type, or no name yet because it is being typed.</summary>
    private static bool IsProperty(INamedTypeSymbol type, IParameterSymbol parameter) => parameter.Name.Length == 0
        || type.GetMembers(parameter.Name).OfType<IPropertySymbol>()
        .Any(property => SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type));

    private void Add(IMethodSymbol constructor, IParameterSymbol parameter)
    {
        string name = $"{declaration.Member.Name}.{parameter.Name}";
        AttributeData? mask = parameter.AttributeOf(KnownTypes.ActionMask);
        int? choices = ActionType.ChoicesOf(mask);
        if (choices is not null && parameter.Type.SpecialType != SpecialType.System_Int32)
        {
            reporter.Report(
                Rules.ChoicesDoNotFit,
                At(mask!.LocationOf("Choices")),
                $"Choices of '{name}' belongs to an int; the choices of a '{parameter.Type.Short()}' follow from the type"
            );
        }

        bool isNumber = parameter.Type.SpecialType == SpecialType.System_Single;
        if (mask is not null && !isNumber)
        {
            IntervalParser.ReportOnOther(mask, name, parameter.Type.Short(), At, reporter);
        }

        ReportWithoutEffect(mask, name);
        string masks = declaration.Member.Name + (isNumber ? GeneratedNames.RangesSuffix : GeneratedNames.MasksSuffix);
        if (
            parameter.Name == masks
            || parameter.Name is GeneratedNames.AllowAll or GeneratedNames.AllowNone
            || parameter.Name == (isNumber ? GeneratedNames.Ends : GeneratedNames.Flags)
        )
        {
            reporter.Report(Rules.ReservedName, At(parameter), name, $"a member of the generated '{masks}'");
            return;
        }

        Place place = At(parameter);
        Place ofChoices = mask is null ? place : At(mask.LocationOf("Choices"));
        ActionType? chosen = isNumber
            ? ActionType.OfNumber(mask, name, where => where is null ? place : At(where), reporter)
            : ActionType.OfValue(declaration, name, parameter.Type, choices, (place, ofChoices), reporter);
        if (chosen is { } action)
        {
            _components.Add(
                new ComponentModel(
                    parameter.Name,
                    action.Kind,
                    action.Type,
                    action.Values,
                    action.Choices,
                    action.Access,
                    Gate(constructor, parameter, name)
                )
                {
                    Interval = action.Interval,
                }
            );
        }
        else if (parameter.Type.TypeKind == TypeKind.Error)
        {
            reporter.MarkBroken();
        }
        else
        {
            Report(
                At(parameter),
                $"its parameter '{parameter.Name}' is of type '{parameter.Type.Short()}', and must be an enum, a bool, an int with "
                    + "[ActionMask(Choices = …)], or a float with [ActionMask(Low = …, High = …)]"
            );
        }
    }

    /// <summary>Reports arguments that have a meaning on a head only.</summary>
    private void ReportWithoutEffect(AttributeData? mask, string name)
    {
        foreach (string argument in mask?.NamedArguments.Select(given => given.Key)
            .Where(key => key != "Choices" && !IntervalParser.IsEnd(key)) ?? [])
        {
            string remedy = argument switch
            {
                "AllowEmpty" => "a component without a legal choice always takes no action",
                "Over" or "AtLeast" or "AtMost" => "declare a head for a choice among candidates",
                _ => $"set it on the head '{declaration.Member.Name}'",
            };
            reporter.Report(Rules.WithoutEffectOnComponent, At(mask!.LocationOf(argument)), argument, name, remedy);
        }
    }

    private GateModel? Gate(IMethodSymbol constructor, IParameterSymbol parameter, string name)
    {
        if (ConditionParser.AttributeOf(parameter, name, At, reporter) is not { } attribute)
        {
            return null;
        }

        string? parentName = attribute.ConstructorArguments.FirstOrDefault().GivenName();
        int parent = _components.FindIndex(component => component.Name == parentName);
        if (parentName is null || (parent < 0 && reporter.IsMisspelt(attribute, argument: null)))
        {
            reporter.MarkBroken();
            return null;
        }

        if (parent < 0 || _components[parent].Choice is ChoiceKind.Flags or ChoiceKind.Number)
        {
            string what = parent >= 0 && _components[parent].Choice == ChoiceKind.Number ? $"the number '{parentName}'" : $"'{parentName}'";
            Report(
                At(attribute.LocationOf("head")),
                $"{attribute.ShortName()} of its parameter '{parameter.Name}' names {what}, and must name an earlier parameter "
                    + "that is one choice"
            );
            return null;
        }

        ITypeSymbol parentType = constructor.Parameters.First(candidate => candidate.Name == parentName).Type;
        bool[] values = ConditionParser.ValuesOf(attribute, parentType, _components[parent].Choices, parentName,
            (where, explanation) => reporter.Report(Rules.ValueDoesNotFit, At(where), attribute.ShortName(), name, explanation), reporter);
        return new GateModel(parent, values.ToEquatableArray(), ConditionParser.IsNegated(attribute));
    }

    private void Report(Place where, string explanation) =>
        reporter.Report(Rules.UnsupportedActionType, where, declaration.Member.Name, type.Short(), explanation);

    private Place At(ISymbol symbol) => At(symbol.Locations.FirstOrDefault());

    /// <summary>
    /// The place of a mistake in the struct, related to the head. If the struct is in another file, the place is in the declaration of the
    /// head, because editors show only the mistakes in the file that they analyze.
    /// </summary>
    private Place At(Location? location) => location?.SourceTree == declaration.Syntax.SyntaxTree
        ? Place.At(location).RelatedTo(declaration.ChosenLocation)
        : Place.At(declaration.ChosenLocation).RelatedTo(location);
}
