using System.Globalization;

namespace Masking.Generators.Tests;

/// <summary>Editors show the explanation of a rule, which is the text of its page.</summary>
public sealed class RuleDescriptionTests
{
    public static TheoryData<string> Rules => DiagnosticPagesTests.Rules;

    [Theory]
    [MemberData(nameof(Rules))]
    public void Description_IsPlainText(string id)
    {
        string description = DescriptionOf(id);

        Assert.True(description.Length > 60, description);
        Assert.DoesNotContain("](", description, StringComparison.Ordinal);
        Assert.DoesNotContain('`', description);
        Assert.Contains(description[^1], ".|"); // A page may end with a table.
    }

    [Fact]
    public void Description_IsTheTextBetweenMessageAndExamples() => Assert.Equal(
        "The generator ignores a class without [MaskedPolicy], so an attribute on its members would have no effect.",
        DescriptionOf("MASK012").Split("\n\n")[0]);

    private static string DescriptionOf(string id) =>
        Analyze.Rules.First(rule => rule.Id == id).Description.ToString(CultureInfo.InvariantCulture);
}
