using Masking.CodeFixes.Classes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests.CodeFixes;

public sealed class LanguageVersionTests
{
    private static readonly LanguageVersionCodeFix s_fix = new();

    [Fact]
    public async Task LanguageVersion_OfTheProject_IsSet()
    {
        Document document = Old(Fix.DocumentOf(Declared.Smallest).Project).Documents.Last();
        CodeAction offer = Assert.Single(await Fix.Offers(s_fix, document));

        Solution changed = await Fix.Apply(offer, document.Project.Solution);

        Project project = changed.GetProject(document.Project.Id)!;
        Assert.Equal("Set the language version of the project to C# 14", offer.Title);
        Assert.Equal(LanguageVersion.CSharp14, ((CSharpParseOptions)project.ParseOptions!).LanguageVersion);
        Assert.Empty(await Fix.Offers(s_fix, changed.GetDocument(document.Id)!));
    }

    [Fact]
    public async Task LanguageVersion_OfAllProjects_IsSet()
    {
        Project one = Old(Fix.DocumentOf(Declared.Smallest).Project);
        Project without = Old(one.Solution.AddProject("Without", "Without", LanguageNames.CSharp).WithParseOptions(one.ParseOptions!));
        Project two = Old(Fix.ProjectOf([Declared.Smallest], "Other", [], without.Solution));
        Document document = two.Solution.GetProject(one.Id)!.Documents.Last();

        Solution changed = await Fix.ApplyAll(s_fix, document, FixAllScope.Solution, null);

        Assert.Equal(
            [("Declared", LanguageVersion.CSharp14), ("Other", LanguageVersion.CSharp14), ("Without", LanguageVersion.CSharp13)],
            changed.Projects.Select(project => (project.Name, ((CSharpParseOptions)project.ParseOptions!).LanguageVersion)).Order());
    }

    private static Project Old(Project project) => project.WithParseOptions(
        ((CSharpParseOptions)project.ParseOptions!).WithLanguageVersion(LanguageVersion.CSharp13));
}
