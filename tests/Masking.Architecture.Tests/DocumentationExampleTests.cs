using System.Reflection;
using System.Xml.Linq;
using Basic.Reference.Assemblies;
using Masking.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Architecture.Tests;

/// <summary>
/// Every public class that users write against has an example in its documentation comment: statements, types, or both in this order.
/// </summary>
public sealed class DocumentationExampleTests
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using Masking;
        global using TorchSharp;
        global using static TorchSharp.torch;
        global using static TorchSharp.TensorExtensionMethods;
        """;

    private static readonly CSharpParseOptions CSharp14 = new(LanguageVersion.CSharp14);

    private static readonly MetadataReference[] References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(MaskedPolicyAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location),
    ];

    private static readonly Dictionary<string, XElement> Members = XDocument
        .Load(Path.ChangeExtension(typeof(MaskedPolicyAttribute).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    public static TheoryData<string> Classes() =>
        [.. typeof(MaskedPolicyAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsClass && type.Namespace == "Masking" && !type.IsNested)
            .Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Classes))]
    public void AClass_HasAnExampleThatCompiles(string name)
    {
        Assert.True(Members.TryGetValue($"T:{name}", out XElement? member), $"{name} has no documentation comment.");
        XElement? code = member.Element("example")?.Element("code");
        Assert.True(code is not null, $"{name} has no <example><code>…</code></example> in its documentation comment.");
        Assert.Empty(Problems(code.Value));
    }

    [Fact]
    public void AnExampleWithAMistake_DoesNotCompile() => Assert.NotEmpty(Problems("MaskedCategorical distribution = new(logits);"));

    /// <summary>Errors and warnings of an example, and what the generator reports about the policies in it.</summary>
    private static Diagnostic[] Problems(string code)
    {
        SyntaxTree example = CSharpSyntaxTree.ParseText(code, CSharp14, cancellationToken: TestContext.Current.CancellationToken);
        bool hasStatements = example.GetRoot(TestContext.Current.CancellationToken).ChildNodes().Any(node => node is GlobalStatementSyntax);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Example",
            [example, CSharpSyntaxTree.ParseText(Usings, CSharp14, cancellationToken: TestContext.Current.CancellationToken)],
            References,
            new CSharpCompilationOptions(
                hasStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]));
        CSharpGeneratorDriver.Create([new PolicyGenerator().AsSourceGenerator()], parseOptions: CSharp14)
            .RunGeneratorsAndUpdateCompilation(
                compilation, out Compilation generated, out var reported, TestContext.Current.CancellationToken);
        return
        [
            .. generated.GetDiagnostics(TestContext.Current.CancellationToken).Concat(reported)
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning),
        ];
    }
}
