using Masking.Generators.Diagnostics;
using Masking.Generators.Emitting;
using Masking.Generators.Model;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>A run that is cancelled ends within a member, however many there are, and the next run is complete.</summary>
public sealed class CancellationTests
{
    private const int Many = 500;

    private static readonly string LargePolicy = PolicyOf(i => $"[ActionMask] public partial Head<Order> Head{i} {{ get; }}");

    /// <summary>The emitters that print something for every head.</summary>
    public static TheoryData<string> Emitters { get; } = [.. EmittersByName.Keys];

    private static Dictionary<string, Func<PolicyModel, CancellationToken, string>> EmittersByName => new()
    {
        [nameof(PolicyEmitter)] = PolicyEmitter.Emit,
        [nameof(DeclarationEmitter)] = DeclarationEmitter.Emit,
        [nameof(ContractEmitter)] = ContractEmitter.Emit,
        [nameof(ConstructorEmitter)] = ConstructorEmitter.Emit,
        [nameof(PropertyEmitter)] = PropertyEmitter.Emit,
        [nameof(ForwardEmitter)] = ForwardEmitter.Emit,
        [nameof(ObservationEmitter)] = ObservationEmitter.Emit,
        [nameof(ActionsEmitter)] = ActionsEmitter.Emit,
        [nameof(DistributionEmitter)] = DistributionEmitter.Emit,
        [nameof(RolloutEmitter)] = RolloutEmitter.Emit,
        [nameof(BatchEmitter)] = BatchEmitter.Emit,
    };

    /// <summary>Each mistake is found in another loop of the parser.</summary>
    [Theory]
    [InlineData("MASK002", "[ActionMask] public Head<bool> Head{0} {{ get; }}")]
    [InlineData("MASK022", "[Given(\"Other\")] public Head<bool> Head{0} {{ get; }} = null!;")]
    [InlineData("MASK010", "[EntityMask(1)] public partial DeepSetEncoder Set{0} {{ get; }}"
        + "[EntityMask(1)] public partial DeepSetEncoder Set{0}Mask {{ get; }}")]
    [InlineData("MASK033", "[ActionMask, System.Obsolete(\"\", true)] public partial Head<bool> Head{0} {{ get; }}")]
    [InlineData("MASK006", "[Observation(0)] public partial MlpEncoder Input{0} {{ get; }}")]
    [InlineData("MASK008", "[ActionMask] public partial Head<string> Head{0} {{ get; }}")]
    [InlineData("MASK019", "[ActionMask, ActiveWhen(\"Other\", true)] public partial Head<bool> Head{0} {{ get; }}")]
    [InlineData("MASK029", "[ActionMask(Each = \"Map\", Choices = 1048576)] public partial Head<int> Head{0} {{ get; }}")]
    [InlineData("MASK036", "private TorchSharp.Modules.Linear layer{0};")]
    public void CancelledParser_ReadsNoFurtherMember(string rule, string member) =>
        AssertStops(rule, PolicyOf(i => string.Format(null, member, i)));

    [Fact]
    public void CancelledParser_ReadsNoFurtherComponent() => AssertStops("MASK008",
        $"public readonly record struct Wide({string.Join(", ", Enumerable.Range(0, Many).Select(i => $"string Part{i}"))});"
            + PolicyOf(_ => "", "[ActionMask] public partial Head<Wide> Parts { get; }"));

    [Theory]
    [MemberData(nameof(Emitters))]
    public void CancelledEmitter_PrintsNoHead(string emitter)
    {
        CSharpCompilation source = Compile.Source(LargePolicy);
        PolicyModel policy = PolicyParser.Parse(TypeIn(source), Reporter.Silent(source), TestContext.Current.CancellationToken)!;

        Assert.Equal(Many + 1, policy.Heads.Count);
        Assert.Throws<OperationCanceledException>(() => EmittersByName[emitter](policy, new CancellationToken(canceled: true)));
        Assert.NotEmpty(EmittersByName[emitter](policy, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void RunThatIsCancelledWhileItParses_IsFollowedByACompleteRun()
    {
        using CancellationTokenSource cancellation = new();
        List<bool> completed = [];
        AssertSecondRunIsComplete(cancellation, new PolicyGenerator(
            (type, reporter, token) =>
            {
                cancellation.Cancel();
                completed.Add(false);
                PolicyModel? policy = PolicyParser.Parse(type, reporter, token);
                completed[^1] = true;
                return policy;
            },
            PolicyEmitter.Emit));
        Assert.Equal([false, true], completed);
    }

    [Fact]
    public void RunThatIsCancelledWhileItEmits_IsFollowedByACompleteRun()
    {
        using CancellationTokenSource cancellation = new();
        List<bool> completed = [];
        AssertSecondRunIsComplete(cancellation, new PolicyGenerator(
            PolicyParser.Parse,
            (policy, token) =>
            {
                cancellation.Cancel();
                completed.Add(false);
                string text = PolicyEmitter.Emit(policy, token);
                completed[^1] = true;
                return text;
            }));
        Assert.Equal([false, true], completed);
    }

    /// <summary>Cancels the parser at its first report of a rule, and requires that there is no second one.</summary>
    private static void AssertStops(string rule, string text)
    {
        using CancellationTokenSource cancellation = new();
        CSharpCompilation source = Compile.Source(text);
        int reports = 0;
        Reporter reporter = new(
            diagnostic =>
            {
                if (diagnostic.Id == rule)
                {
                    reports++;
                    cancellation.Cancel();
                }
            },
            source);

        Assert.Throws<OperationCanceledException>(() => PolicyParser.Parse(TypeIn(source), reporter, cancellation.Token));
        Assert.Equal(1, reports);
    }

    private static void AssertSecondRunIsComplete(CancellationTokenSource cancellation, PolicyGenerator generator)
    {
        CSharpCompilation source = Compile.Source(LargePolicy);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)source.SyntaxTrees[0].Options);

        Assert.Throws<OperationCanceledException>(() => driver.RunGenerators(source, cancellation.Token));

        GeneratorRunResult result = driver.RunGenerators(source, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Equal(Compile.Run(source).Text, Assert.Single(result.GeneratedSources).SourceText.ToString());
    }

    private static INamedTypeSymbol TypeIn(CSharpCompilation source) => source.GetTypeByMetadataName("Policy")!;

    private static string PolicyOf(Func<int, string> member, string head = "[ActionMask] public partial Head<bool> Jump { get; }") =>
        $$"""
        public enum Order { Hold, Move }

        [MaskedPolicy]
        public sealed partial class Policy
        {
            [Observation(4)] public partial MlpEncoder Globals { get; }
            [AgentGrid(1, 1024, 1024)] public partial ConvEncoder Map { get; }
            {{head}}
            {{string.Join("\n    ", Enumerable.Range(0, Many).Select(member))}}
        }
        """;
}
