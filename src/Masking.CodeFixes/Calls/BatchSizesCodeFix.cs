using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Calls;

/// <summary>
/// Passes a batch instead of the number of environments, where the policy does not declare all sizes, so that a trainer cannot create the
/// batch.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BatchSizesCodeFix))]
[Shared]
public sealed class BatchSizesCodeFix : TextCodeFix
{
    private const string DoesNotSatisfyConstraint = "CS0311";
    private const string Environments = "environments";
    private const string Size = "32";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DoesNotSatisfyConstraint];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Find<InvocationExpressionSyntax>() is not { ArgumentList.Arguments: var arguments } call
            || reported.ModelOf(call.SyntaxTree) is not { } model || BatchOf(arguments, model) is not { } batch
            || arguments.FirstOrDefault(argument => IsNumber(argument, arguments)) is not { } number
            || batch.InstanceConstructors.FirstOrDefault(constructor => constructor.Parameters is [{ Name: Environments }, _, ..])
                is not { } constructor)
        {
            yield break;
        }

        string type = batch.ToMinimalDisplayString(model, number.SpanStart);
        IEnumerable<string> sizes = constructor.Parameters.Skip(1).Select(parameter => $", {parameter.Name}: {Size}");
        string created = $"new {type}({Environments}: {number.Expression}{string.Concat(sizes)})";
        yield return new Offer(nameof(BatchSizesCodeFix), $"Pass a '{type}' with its sizes", [Edit.Replace(number, created)]);
    }

    /// <summary>The batch of the policy among the arguments; null if there is none.</summary>
    private static INamedTypeSymbol? BatchOf(SeparatedSyntaxList<ArgumentSyntax> arguments, SemanticModel model) => arguments
        .Select(argument => model.GetTypeInfo(argument.Expression).Type)
        .OfType<INamedTypeSymbol>()
        .FirstOrDefault(type => type.OriginalDefinition.PolicyAttribute() is not null)
        ?.GetTypeMembers("Batch").FirstOrDefault();

    /// <summary>Whether an argument is the number of environments: by its name, or the second one.</summary>
    private static bool IsNumber(ArgumentSyntax argument, SeparatedSyntaxList<ArgumentSyntax> arguments) =>
        argument.NameColon is { } name ? name.Name.Identifier.ValueText == Environments : arguments.IndexOf(argument) == 1;
}
