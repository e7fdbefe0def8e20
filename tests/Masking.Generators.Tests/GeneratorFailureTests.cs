using System.Globalization;
using Masking.Generators.Diagnostics;
using Masking.Generators.Emitting;
using Masking.Generators.Model;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>A fault of the generator itself costs one class its code, and is reported.</summary>
public sealed class GeneratorFailureTests
{
    private const string Sources =
        $"[MaskedPolicy] public sealed partial class First {{ {Declared.Members} }}\n[MaskedPolicy] public sealed partial class Broken "
            + $"{{ {Declared.Members} }}";

    [Fact]
    public void ClassThatCannotBeRead_IsReportedAndCostsNoOther() =>
        AssertOnlyBrokenFails(new PolicyGenerator(FailToParse, PolicyEmitter.Emit), "Declared0.cs");

    [Fact]
    public void ClassThatCannotBeWritten_IsReportedAndCostsNoOther() =>
        AssertOnlyBrokenFails(new PolicyGenerator(PolicyParser.Parse, FailToEmit), "");

    [Fact]
    public void Cancellation_IsNoFault()
    {
        GeneratorDriver driver = Driver(new PolicyGenerator((_, _, _) => throw new OperationCanceledException(), PolicyEmitter.Emit));

        GeneratorRunResult result = Assert.Single(
            driver.RunGenerators(Compile.Source(Sources), TestContext.Current.CancellationToken).GetRunResult().Results
        );

        Assert.IsType<OperationCanceledException>(result.Exception);
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Id == "MASK034");
    }

    private static PolicyModel? FailToParse(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation) =>
        type.Name == "Broken" ? throw new InvalidOperationException("out of\nideas") : PolicyParser.Parse(type, reporter, cancellation);

    private static string FailToEmit(PolicyModel policy, CancellationToken cancellation) =>
        policy.Name == "Broken" ? throw new InvalidOperationException("out of\nideas") : PolicyEmitter.Emit(policy, cancellation);

    private static void AssertOnlyBrokenFails(PolicyGenerator generator, string file)
    {
        GeneratorRunResult result = Assert.Single(
            Driver(generator).RunGenerators(Compile.Source(Sources), TestContext.Current.CancellationToken).GetRunResult().Results
        );

        Assert.Null(result.Exception);
        Assert.Equal(["First.g.cs"], result.GeneratedSources.Select(source => source.HintName));
        Diagnostic fault = Assert.Single(result.Diagnostics);
        Assert.Equal(("MASK034", DiagnosticSeverity.Error), (fault.Id, fault.Severity));
        Assert.StartsWith(
            "No code could be generated for 'Broken', because of a fault in Masking: System.InvalidOperationException: out of ideas at ",
            fault.GetMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
        Assert.Equal(
            (file, file.Length > 0 ? 2 : 0),
            (fault.Location.GetLineSpan().Path ?? "", fault.Location.GetLineSpan().StartLinePosition.Line)
        );
    }

    private static GeneratorDriver Driver(PolicyGenerator generator) =>
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14));
}
