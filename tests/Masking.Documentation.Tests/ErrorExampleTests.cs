using Microsoft.CodeAnalysis;

namespace Masking.Documentation.Tests;

/// <summary>
/// An example between <c>#if CS0311 // docs/training.md</c> and <c>#endif</c> has this error and no other, and the page says so. The
/// project does not compile it.
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

        // A diagnostic of this library may explain the error at the same place.
        Diagnostic[] errors = [.. ExampleFiles.Compile(id).Errors.DistinctBy(error => error.Location)];

        Assert.Equal(expected.Select(_ => id), errors.Select(error => error.Id));
        Assert.All(expected, example => Assert.Single(errors, error => IsIn(example, error.Location.GetMappedLineSpan())));
    }

    [Fact]
    public void ItsPage_NamesTheError() => Failures.AssertNone(ExampleFiles.WithErrors
        .Where(example => example.Page.Length == 0 || !Repository.Read(example.Page).Contains(example.Id, StringComparison.Ordinal))
        .Select(example => $"{example.Path}:{example.Begin}: expected '#if {example.Id} // PAGE' with a page that contains {example.Id}"));

    private static bool IsIn(ErrorExample example, FileLinePositionSpan place) =>
        place.Path == example.Path && place.StartLinePosition.Line + 1 > example.Begin && place.StartLinePosition.Line + 1 < example.End;
}
