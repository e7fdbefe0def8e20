using System.Globalization;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Parsing;

/// <summary>
/// Checks that the initializers of parts agree with their declarations, as far as their arguments are constants. The generated constructor
/// checks the rest at run time.
/// </summary>
internal static class InitializerCheck
{
    /// <summary>Reports an initializer of a head with numbers that states other sizes, or no number of numbers.</summary>
    /// <param name="declaration">The head.</param>
    /// <param name="reporter">Receives mistakes.</param>
    /// <param name="choices">The declared number of choices.</param>
    /// <param name="numbers">The declared number of numbers from intervals.</param>
    public static void RunForNumbers(Declaration declaration, Reporter reporter, int choices, int numbers)
    {
        Run(declaration, reporter);
        if (declaration.Initializer is not BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [_, _, ..] arguments } value)
        {
            return;
        }

        SemanticModel model = reporter.ModelOf(value.SyntaxTree);
        string? size = (model.GetSymbolInfo(value).Symbol as IMethodSymbol)?.Parameters.ElementAtOrDefault(1)?.Name;
        ArgumentSyntax given = arguments.FirstOrDefault(each => each.NameColon?.Name.Identifier.ValueText == size) ?? arguments[1];
        string? mistake = size switch
        {
            "choices" => $"says the number of choices, and the head also chooses numbers: write ({choices}, {numbers}) in its place, the "
                + "number of choices and of numbers",
            "columns" when given.Expression is TupleExpressionSyntax { Arguments: [var first, var second] }
                && (Differs(first, choices) || Differs(second, numbers)) =>
                $"says columns: {given.Expression}, and the declaration says ({choices}, {numbers}), the number of choices and of numbers",
            _ => null,
        };
        if (mistake is not null)
        {
            reporter.Report(Rules.InitializerDoesNotFit, given.GetLocation(), declaration.Member.Name, mistake);
        }

        bool Differs(ArgumentSyntax element, int declared) =>
            model.GetConstantValue(element.Expression) is { HasValue: true, Value: int number } && number != declared;
    }

    /// <summary>Reports an initializer that contradicts the declaration.</summary>
    /// <param name="declaration">The member.</param>
    /// <param name="reporter">Receives mistakes.</param>
    /// <param name="sizes">
    /// The constructor parameters with a declared size, and that size; null if the declaration leaves it to the batch.
    /// </param>
    public static void Run(Declaration declaration, Reporter reporter, params (string Parameter, int? Declared)[] sizes)
    {
        if (declaration.Initializer is not { } value)
        {
            return;
        }

        SemanticModel model = reporter.ModelOf(value.SyntaxTree);
        if (model.GetConstantValue(value) is { HasValue: true, Value: null })
        {
            reporter.Report(Rules.InitializerDoesNotFit, value.GetLocation(), declaration.Member.Name,
                "is null: leave it out to have the part built as declared, or build the part in it");
        }
        else if (value is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var arguments } && model.GetSymbolInfo(value)
            .Symbol is IMethodSymbol constructor)
        {
            for (int i = 0; i < arguments.Count; i++)
            {
                string? parameter = arguments[i].NameColon?.Name.Identifier.ValueText ?? constructor.Parameters.ElementAtOrDefault(i)?.Name;
                if (sizes.FirstOrDefault(size => size.Parameter == parameter) is { Parameter: not null } size
                    && model.GetConstantValue(arguments[i].Expression) is { HasValue: true, Value: int given }
                    && given != size.Declared)
                {
                    string declared = size.Declared is { } number ? "says " + number.ToString(CultureInfo.InvariantCulture)
                        : "leaves it to the batch";
                    Place place = Place.At(arguments[i].GetLocation()).RelatedTo(declaration.Attribute.LocationOf(size.Parameter));
                    reporter.Report(Rules.InitializerDoesNotFit, place, declaration.Member.Name,
                        $"says {parameter}: {given.ToString(CultureInfo.InvariantCulture)}, and the declaration {declared}");
                }
            }
        }
    }
}
