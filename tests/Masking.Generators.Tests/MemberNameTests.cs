using System.Globalization;

namespace Masking.Generators.Tests;

/// <summary>Members may have any name that the generated code does not need for something else.</summary>
public sealed class MemberNameTests
{
    private static readonly string[] Names =
    [
        "System",
        "TorchSharp",
        "Masking",
        "Tensor",
        "Head",
        "Order",
        "MlpEncoder",
        "observation",
        "latent",
        "scope",
        "batch",
        "agent",
        "input",
        "actions",
        "draw",
        "stream",
        "other",
        "value",
        "field",
        "tensors",
        "row",
        "entity",
        "x",
        "encodedUnits",
        "embeddedUnits",
        "embeddedBeasts",
        "eachUnits",
        "rowsOfUnits",
        "_agent",
        "变量",
        "Sample",
        "Value",
        "environment",
        "environments",
        "memory",
        "_memory",
        "_ofUnits",
        "maxUnits",
        "@event",
    ];

    [Theory]
    [InlineData("[Observation(4)] public partial MlpEncoder {0} {{ get; }}")]
    [InlineData("[EntityMask(4, Pairwise = true)] public partial DeepSetEncoder {0} {{ get; }}")]
    [InlineData("[AgentGrid(4)] public partial ConvEncoder {0} {{ get; }}")]
    [InlineData("[Core(4)] public partial MlpCore {0} {{ get; }}")]
    [InlineData("[ActionMask] public partial Head<Game.Order> {0} {{ get; }}")]
    [InlineData("[ActionMask(AllowEmpty = true)] public partial Head<bool> {0} {{ get; }}")]
    [InlineData("[ActionMask(Each = nameof(Units))] public partial Head<Game.Order> {0} {{ get; }}")]
    [InlineData("[ActionMask(Each = nameof(Map), Over = nameof(Units))] public partial PointerHead {0} {{ get; }}")]
    [InlineData("[Value] public partial ValueHead {0} {{ get; }}")]
    [InlineData(
        "[EntityMask(4)] public partial AttentionEncoder Beasts {{ get; }} [EntityMask(4), AttendsTo(nameof(Beasts))] public partial "
            + "AttentionEncoder {0} {{ get; }}"
    )]
    [InlineData(
        "[Observation(4)] public partial MlpEncoder {0} {{ get; }} [Value(Sees = [nameof({0})])] public partial ValueHead Worth {{ get; }}"
    )]
    [InlineData("public int {0};")]
    public void NameOfAnyMember_IsFree(string declaration)
    {
        IEnumerable<string> policies = Names.Select((name, i) =>
            $$"""
            [MaskedPolicy] public sealed partial class Policy{{i}}
            {
                [EntityMask(3)] public partial DeepSetEncoder Units { get; }
                [AgentGrid(3)] public partial ConvEncoder Map { get; }
                [ActionMask] public partial Head<bool> Jump { get; }
                {{string.Format(CultureInfo.InvariantCulture, declaration, name)}}
            }
            """);

        // The name of a method of the Player is not free for the input of a policy with a value.
        Compiled compiled = Compile.Valid(
            "public enum Order { Hold, Move, Attack } namespace Game { public enum Order { Hold, Move, Attack } }",
            string.Join("\n", policies)
        );

        Assert.Equal(Names.Length, compiled.Texts.Count);
    }

    [Theory]
    [InlineData("[ActionMask] public partial QHead<Game.Order> {0} {{ get; }}")]
    [InlineData("[ActionMask] public partial QHead<bool> Q {{ get; }} [Observation(4)] public partial MlpEncoder {0} {{ get; }}")]
    public void NameOfAnyMember_IsFreeBesideActionValues(string declaration)
    {
        IEnumerable<string> policies = Names
            .Concat(["epsilon", "values", "_values", "Distribution", "Rollout", "Greedy", "Max", "Of", "Evaluate"])
            .Select(
                (name, i) =>
                    $$"""
                        [MaskedPolicy] public sealed partial class Policy{{i}}
                        {
                            [AgentGrid(3)] public partial ConvEncoder Map { get; }
                            {{string.Format(CultureInfo.InvariantCulture, declaration, name)}}
                        }
                        """
            );

        Compile.Valid("namespace Game { public enum Order { Hold, Move, Attack } }", string.Join("\n", policies));
    }

    [Theory]
    [InlineData("[Core(4)] public partial GruCore {0} {{ get; }}")]
    [InlineData("[Core(4)] public partial LstmCore Core {{ get; }} [Observation(4)] public partial MlpEncoder {0} {{ get; }}")]
    [InlineData(
        "[Core(4)] public partial LstmCore Core {{ get; }} [ActionMask(Each = nameof(Units))] public partial Head<bool> {0} {{ get; }}"
    )]
    public void NameOfAnyMember_IsFreeInAPolicyThatRemembers(string declaration)
    {
        IEnumerable<string> policies = Names
            .Concat(["starts", "recurrence", "next", "memory", "_ofMemory", "Hidden", "Cell", "Initial", "Reset", "Recurrence", "Step"])
            .Distinct()
            .Select(
                (name, i) =>
                    $$"""
                        [MaskedPolicy] public sealed partial class Policy{{i}}
                        {
                            [EntityMask(3)] public partial DeepSetEncoder Units { get; }
                            [ActionMask] public partial Head<bool> Jump { get; }
                            {{string.Format(CultureInfo.InvariantCulture, declaration, name)}}
                        }
                        """
            );

        Compile.Valid(string.Join("\n", policies));
    }

    [Fact]
    public void NamesThatOnlyTogetherLookLikeGeneratedOnes_AreFree()
    {
        Compiled compiled = Compile.Valid(
            """
            [MaskedPolicy] public sealed partial class Policy
            {
                [EntityMask(3)] public partial DeepSetEncoder Units { get; }
                [EntityMask(3)] public partial DeepSetEncoder UnitsRows { get; }
                [EntityMask(3)] public partial DeepSetEncoder UnitsFeatures { get; }
                [EntityMask(3)] public partial DeepSetEncoder units { get; }
                [ActionMask(Each = nameof(Units))] public partial Head<bool> A { get; }
                [ActionMask(Each = nameof(UnitsRows))] public partial Head<bool> ALog { get; }
                [ActionMask(Each = nameof(UnitsFeatures))] public partial Head<bool> AMask { get; }
                [ActionMask(Each = nameof(units))] public partial Head<bool> ALogProb { get; }
                [ActionMask(AllowEmpty = true)] public partial Head<bool> a { get; }
            }
            """);

        Assert.Contains(" ALogProbs => _eachUnitsRows.HeadProbs(", compiled.Text, StringComparison.Ordinal);
        Assert.Contains(" ALogProbsOfChoices => _eachUnits.HeadChoiceLogProbs(", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ParametersOfABatch_FindFreeNames()
    {
        Compiled compiled = Compile.Valid(
            """
            [MaskedPolicy] public sealed partial class Policy
            {
                [AgentGrid(3)] public partial ConvEncoder Max { get; }
                [AgentGrid(3)] public partial ConvEncoder max { get; }
                [EntityMask(3)] public partial DeepSetEncoder Height { get; }
                [ActionMask(Each = nameof(Height))] public partial Head<bool> Environment { get; }
                [ActionMask(Each = nameof(Height)), MaskPer(nameof(Environment))] public partial Head<bool> Entity { get; }
                [ActionMask(Each = nameof(Height)), MaskPer(nameof(Entity))] public partial Head<bool> Event { get; }
                [ActionMask(Each = nameof(Height)), MaskPer(nameof(Event))] public partial Head<bool> Last { get; }
            }
            """);

        Assert.Contains(
            "Batch(int environments, int maxHeight, int maxWidth, int maxHeight2, int maxWidth2, int maxHeight3)",
            compiled.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("EntityMask(int environment, int entity, bool environment2)", compiled.Text, StringComparison.Ordinal);
        Assert.Contains("EventMask(int environment, int entity, bool entity2)", compiled.Text, StringComparison.Ordinal);
        Assert.Contains("LastMask(int environment, int entity, bool @event)", compiled.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public int Core() => 1;")]
    [InlineData("public int Core { get; set; }")]
    [InlineData("public class Core;")]
    [InlineData("public int Core, DefaultCore, DefaultCore2;")]
    [InlineData("[ActionMask] public partial Head<bool> Core { get; }")]
    public void CoreThatIsNotDeclared_TakesAFreeName(string member)
    {
        Compile.Valid($$"""[MaskedPolicy] public sealed partial class Policy { {{Declared.Members}} {{member}} }""", Declared.Use);
    }

    [Fact]
    public void PolicyNamedCore_HasADefaultCore()
    {
        Compiled compiled = Compile.Valid($$"""[MaskedPolicy] public sealed partial class Core { {{Declared.Members}} }""");

        Assert.Contains("Register(\"DefaultCore\", new global::Masking.MlpCore(", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ConstructorsWithParameters_CanCallTheGeneratedOne()
    {
        Compile.Valid(
            $$"""
            [MaskedPolicy] public sealed partial class Policy
            {
                public Policy(int seed) : this() => Seed = seed;
                public int Seed { get; }
                {{Declared.Members}}
                public TorchSharp.torch.Tensor forward(int overload) => Globals.forward(TorchSharp.torch.zeros(overload));
            }
            """,
            Declared.Use);
    }

    [Fact]
    public void ValueUnderAnotherName_IsTheValueOfTheDistribution()
    {
        Compiled compiled = Compile.Valid(
            $$"""
            [MaskedPolicy] public sealed partial class Policy
            {
                {{Declared.Members}}
                [ActionMask] public partial Head<bool> Value { get; }
                [Value] public partial ValueHead Worth { get; }
            }
            """,
            "class Use { static TorchSharp.torch.Tensor Of(Policy policy, Policy.Observation o) => policy.forward(o).Value; }");

        Assert.Contains("Worth.call(latent)", compiled.Text, StringComparison.Ordinal);
    }
}
