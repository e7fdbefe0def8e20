using System.Reflection;
using Masking.CodeFixes.Editing;
using Masking.Generators.Analysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Masking.Generators.Tests.CodeFixes;

/// <summary>Every rule has a fix, or a reason why it has none.</summary>
public sealed class FixableRulesTests
{
    /// <summary>The rules without a fix.</summary>
    private static readonly Dictionary<string, string> s_withoutFix = new()
    {
        ["MASK006"] = "Only the author knows the size.",
        ["MASK009"] = "Without its attribute, the second member would be a partial property that nothing implements.",
        ["MASK018"] = "Only the author knows which of the two values is right.",
        ["MASK020"] = "Only the author knows which head comes first.",
        ["MASK021"] = "Only the author knows the values.",
        ["MASK026"] = "A core without memory is another network.",
        ["MASK029"] = "Only the author knows the size.",
        ["MASK031"] = "The remedy is in the constructors and members of the part.",
        ["MASK032"] = "A member of the part needs another name, which may be in use elsewhere.",
        ["MASK033"] = "Only the author knows whether the symbol or the policy is obsolete.",
        ["MASK040"] = "Only the author knows the interval.",
        ["MASK037"] = "Only the author knows whether the declaration or the initializer is right.",
    };

    private static readonly CodeFixProvider[] s_fixes =
    [
        .. typeof(TextCodeFix).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    [Fact]
    public void EveryRule_HasAFix_OrAReason() => Assert.Equal(
        new PolicyAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).Order(),
        FixableRules().Concat(s_withoutFix.Keys).Order());

    [Fact]
    public void EveryPage_SaysWhetherThereIsAFix() => Assert.Equal(
        FixableRules().Order(),
        DiagnosticPage.Ids.Where(id => DiagnosticPage.TextOf(id).Contains("\nA code fix ", StringComparison.Ordinal)));

    [Fact]
    public void EveryFix_CanBeFoundByEditors_AndFixAll() => Assert.All(s_fixes, fix =>
    {
        ExportCodeFixProviderAttribute? export = fix.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>();
        Assert.NotNull(export);
        Assert.Equal(["C#"], export.Languages);
        Assert.Equal(fix.GetType().Name, export.Name);
        Assert.NotNull(fix.GetFixAllProvider());
    });

    private static IEnumerable<string> FixableRules() =>
        s_fixes.SelectMany(fix => fix.FixableDiagnosticIds).Where(id => id.StartsWith("MASK", StringComparison.Ordinal)).Distinct();
}
