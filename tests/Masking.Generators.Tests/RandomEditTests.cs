using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>After any edits, the generator gives what it gives for the same files without earlier runs.</summary>
public sealed class RandomEditTests
{
    private const int Edits = 40;

    [Fact]
    public void ProjectBeforeEdits_IsValid() => Assert.Equal(2, Compile.Valid(DeclaredProject.Source).Texts.Count);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void EditedProject_GivesWhatANewOneGives(int seed)
    {
        Random random = new(seed);
        RandomEdit edit = new(random, DeclaredProject.Files.Count);
        CSharpCompilation project = DeclaredProject.Source;
        GeneratorDriver driver = Run(NewDriver(project), project);
        Stack<CSharpCompilation> earlier = [];
        for (int i = 0; i < Edits; i++)
        {
            // Every other edit is taken back, so that declarations remain valid, and earlier ones come back.
            if (random.Next(2) == 0 && earlier.TryPop(out CSharpCompilation? before))
            {
                project = before;
            }
            else
            {
                earlier.Push(project);
                project = edit.Apply(project);
            }

            driver = Run(driver, project);

            string expected = Output(Run(NewDriver(project), project));
            string actual = Output(driver);
            Assert.True(expected == actual, $"Edit {i} of seed {seed} gives\n{actual}\ninstead of\n{expected}\nfor\n{Text(project)}");
        }
    }

    private static GeneratorDriver NewDriver(CSharpCompilation project) => CSharpGeneratorDriver.Create(
        [new PolicyGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)project.SyntaxTrees[0].Options);

    private static GeneratorDriver Run(GeneratorDriver driver, CSharpCompilation project) =>
        driver.RunGenerators(project, TestContext.Current.CancellationToken);

    private static string Output(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return string.Join("\n", result.GeneratedSources.Select(source => $"{source.HintName}\n{source.SourceText}")
            .Concat(result.Diagnostics.Select(diagnostic => diagnostic.ToString())).Order(StringComparer.Ordinal));
    }

    private static string Text(CSharpCompilation project) =>
        string.Join("\n\n", project.SyntaxTrees.Select(file => $"// {file.FilePath}\n{file}"));
}
