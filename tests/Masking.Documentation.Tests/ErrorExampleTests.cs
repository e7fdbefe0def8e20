using Microsoft.CodeAnalysis;

namespace Masking.Documentation.Tests;

/// <summary>
/// An example between <c>#if CS0311</c> and <c>#endif</c> has this error and no other, and a page says so. The project does not compile it.
/// </summary>
public sealed class ErrorExampleTests
{
    public static TheoryData<string> Ids => [.. ExampleFiles.WithErrors.Select(example => example.Id).Distinct()];

    [Fact]
    public void WithoutThem_TheExamplesCompile() => Assert.Empty(ExampleFiles.Compile().Errors);

    [Theory]
    [MemberData(nameof(Ids))]
    public void AnExample_HasItsErrorAndNoOther(string id)
    {
        ErrorExample[] expected = [.. ExampleFiles.WithErrors.Where(example => example.Id == id)];

        Diagnostic[] errors = ExampleFiles.Compile(id).Errors;

        Assert.Equal(expected.Select(_ => id), errors.Select(error => error.Id));
        Assert.All(expected, example => Assert.Single(errors, error => IsIn(example, error.Location.GetMappedLineSpan())));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void AnError_IsNamedByAPage(string id) =>
        Assert.Contains(MarkdownPage.All, page => page.Prose.Any(line => line.Contains(id, StringComparison.Ordinal)));

    private static bool IsIn(ErrorExample example, FileLinePositionSpan place) =>
        place.Path == example.Path && place.StartLinePosition.Line + 1 > example.Begin && place.StartLinePosition.Line + 1 < example.End;
}
