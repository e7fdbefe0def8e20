using System.Reflection;
using System.Xml.Linq;
using Basic.Reference.Assemblies;
using Masking.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Architecture.Tests;

/// <summary>
/// Every public class that users write against has an example in its documentation comment: statements, types, or both in this order. All
/// examples compile, also those of structs and methods.
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

    /// <summary>The policy that the examples of methods use.</summary>
    private const string Policy = """
        global using Declared;
        global using static Declared.Variables;

        namespace Declared;

        public enum Order { Hold, Move, Gather, Attack }

        [MaskedPolicy]
        public sealed partial class SkirmishPolicy
        {
            [Observation(12)] public partial MlpEncoder Globals { get; }
            [ActionMask]      public partial Head<Order> Command { get; }
        }

        public static class Variables
        {
            public static SkirmishPolicy policy => new();
        }
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

    /// <summary>The members with an example. A primary constructor, whose name has <c>#ctor</c>, has that of its type.</summary>
    public static TheoryData<string> Examples() =>
    [
        .. Members.Where(member => member.Value.Element("example") is not null && !member.Key.Contains("#ctor"))
            .Select(member => member.Key),
    ];

    [Theory]
    [MemberData(nameof(Classes))]
    public void AClass_HasAnExample(string name)
    {
        Assert.True(Members.TryGetValue($"T:{name}", out XElement? member), $"{name} has no documentation comment.");
        Assert.True(
            member.Element("example")?.Element("code") is not null,
            $"{name} has no <example><code>…</code></example> in its documentation comment.");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void AnExample_Compiles(string name)
    {
        string context = name.StartsWith("M:", StringComparison.Ordinal) ? Policy : "";
        Assert.All(Members[name].Descendants("code"), code => Assert.Empty(Problems(code.Value, context)));
    }

    [Fact]
    public void AnExampleWithAMistake_DoesNotCompile() => Assert.NotEmpty(Problems("MaskedCategorical distribution = new(logits);", ""));

    /// <summary>Errors and warnings of an example, and what the generator reports about the policies in it.</summary>
    private static Diagnostic[] Problems(string code, string context)
    {
        SyntaxTree example = CSharpSyntaxTree.ParseText(code, CSharp14, cancellationToken: TestContext.Current.CancellationToken);
        bool hasStatements = example.GetRoot(TestContext.Current.CancellationToken).ChildNodes().Any(node => node is GlobalStatementSyntax);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Example",
            [
                example,
                .. new[] { Usings, context }.Select(text => CSharpSyntaxTree.ParseText(
                    text, CSharp14, cancellationToken: TestContext.Current.CancellationToken)),
            ],
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
