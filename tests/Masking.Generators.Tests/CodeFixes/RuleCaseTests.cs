using Masking.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Tests.CodeFixes;

/// <summary>The fixes, applied to every case of every rule.</summary>
public sealed class RuleCaseTests
{
    private static readonly ILookup<string, CodeFixProvider> s_fixes = typeof(TextCodeFix).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)
        .SelectMany(fix => fix.FixableDiagnosticIds.Select(id => (Id: id, Fix: fix)))
        .ToLookup(entry => entry.Id, entry => entry.Fix);

    public static TheoryData<string> Rules =>
        [.. RuleCases.All.Select(ruleCase => ruleCase.Id).Distinct().Where(id => s_fixes.Contains(id))];

    /// <summary>
    /// Every offer removes what it is offered for. The offers are the same if the diagnostic is reported at the type or an attribute of the
    /// member, and names the member as a further place.
    /// </summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public async Task EveryOffer_RemovesItsDiagnostic_WhereverThatIsReported(string id)
    {
        List<string> failures = [];
        foreach (RuleCase ruleCase in RuleCases.All.Where(ruleCase => ruleCase.Id == id))
        {
            Document document = Fix.DocumentOf(Marked.Parse(ruleCase.Wrong).Text);
            Diagnostic[] diagnostics = await Fix.Diagnostics(document, id);
            foreach (Diagnostic diagnostic in diagnostics)
            {
                IReadOnlyList<CodeAction> offers = await Offers(document, diagnostic);
                foreach (CodeAction offer in offers)
                {
                    Document after = (await Fix.Apply(offer, document.Project.Solution)).GetDocument(document.Id)!;
                    if ((await Fix.Diagnostics(after, id)).Length >= diagnostics.Length)
                    {
                        failures.Add($"{ruleCase}: {offer.Title}: {await after.GetTextAsync(TestContext.Current.CancellationToken)}");
                    }
                }

                foreach (Location place in Elsewhere(diagnostic))
                {
                    Diagnostic other = Diagnostic.Create(diagnostic.Descriptor, place, [diagnostic.Location]);
                    Assert.Equal(offers.Select(offer => offer.Title), (await Offers(document, other)).Select(offer => offer.Title));
                }
            }
        }

        Assert.Empty(failures);
    }

    /// <summary>The type and the attributes of the member whose name a diagnostic is reported at.</summary>
    private static IEnumerable<Location> Elsewhere(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetRoot().FindNode(diagnostic.Location.SourceSpan) is PropertyDeclarationSyntax property
            ? property.AttributeLists.SelectMany(list => list.Attributes).Prepend<SyntaxNode>(property.Type)
                .Select(node => node.GetLocation())
            : [];

    private static async Task<IReadOnlyList<CodeAction>> Offers(Document document, Diagnostic diagnostic)
    {
        List<CodeAction> offers = [];
        foreach (CodeFixProvider fix in s_fixes[diagnostic.Id])
        {
            await fix.RegisterCodeFixesAsync(
                new CodeFixContext(document, diagnostic, (offer, _) => offers.Add(offer), TestContext.Current.CancellationToken));
        }

        return offers;
    }
}
