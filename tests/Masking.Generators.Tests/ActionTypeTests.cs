using System.Globalization;

namespace Masking.Generators.Tests;

/// <summary>What can be chosen, and in which order.</summary>
public sealed class ActionTypeTests
{
    [Theory]
    [InlineData("byte", "A = 200, B = 3, C = 255", "B, A, C")]
    [InlineData("sbyte", "A = -128, B = 127, C = -1", "A, C, B")]
    [InlineData("short", "A, B, C", "A, B, C")]
    [InlineData("int", "A = int.MaxValue, B = int.MinValue, C = 0", "B, C, A")]
    [InlineData("uint", "A = uint.MaxValue, B = 0", "B, A")]
    [InlineData("long", "A = long.MaxValue, B = long.MinValue, C = -7", "B, C, A")]
    [InlineData("ulong", "A = ulong.MaxValue, B = ulong.MaxValue - 1, C = 7", "C, B, A")]
    [InlineData("int", "A = 10, B = 5, C", "B, C, A")]
    public void EnumValues_AreChoicesInTheOrderOfTheirNumbers(string underlying, string values, string expected)
    {
        Compiled compiled = Compile.Valid($$"""public enum Order : {{underlying}} { {{values}} } {{PolicyOver("Order")}}""", Declared.Use);

        string[] expressions = [.. expected.Split(", ").Select(name => $"global::Order.{name}")];
        Assert.Contains($"[{string.Join(", ", expressions)}]", compiled.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"new global::Masking.Head<global::Order>(Core.Width, choices: {expressions.Length})",
            compiled.Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("[System.Obsolete]", "global::Order.Move")]
    [InlineData("[System.Obsolete(\"Use Hold.\")]", "global::Order.Move")]
    [InlineData("[System.Obsolete(\"Use Hold.\", error: true)]", "(global::Order)(-3)")]
    [InlineData("[System.Obsolete(\"Use Hold.\", true)]", "(global::Order)(-3)")]
    public void ObsoleteValues_AreStillChoices(string obsolete, string expression)
    {
        Compiled compiled = Compile.Valid(
            $$"""public enum Order { Hold, {{obsolete}} Move = -3, Attack = 5 } {{PolicyOver("Order")}}""",
            Declared.Use
        );

        Assert.Contains($"[{expression}, global::Order.Hold, global::Order.Attack]", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ObsoleteTypes_AreReportedWhereTheyAreDeclared()
    {
        Compiled compiled = Compile.Run($$"""[System.Obsolete] public enum Order { Hold, Move } {{PolicyOver("Order")}}""");

        Assert.Equal(
            [("CS0612", "Declared0.cs")],
            compiled.Problems().Select(problem => (problem.Id, problem.Location.SourceTree!.FilePath))
        );
    }

    [Fact]
    public void ObsoletePolicy_MayUseWhatIsObsolete()
    {
        Compile.Valid(
            $$"""[System.Obsolete("", true)] public enum Order { Hold, Move } [System.Obsolete("", true)] {{PolicyOver("Order")}}"""
        );
    }

    [Fact]
    public void EnumWithinThePolicy_CanBeChosen()
    {
        Compile.Valid(
            """
            [MaskedPolicy] public sealed partial class Policy
            {
                public enum Order { Hold, Move }
                [Observation(4)] public partial MlpEncoder Globals { get; }
                [ActionMask] public partial Head<Order> Command { get; }
            }
            """,
            Declared.Use,
            "class Read { static Policy.Order Of(Policy.Actions actions) => actions.CommandAt(0); }");
    }

    [Theory]
    [InlineData("public class Outer<T> { public enum Order { Hold, Move } }", "Outer<int>.Order")]
    [InlineData("public class Outer<T> { public enum Order { Hold, Move } }", "Outer<System.Collections.Generic.List<string?>>.Order")]
    [InlineData("public interface Outer { public enum Order { Hold, Move } }", "Outer.Order")]
    public void EnumWithinAnotherType_CanBeChosen(string types, string order) => Compile.Valid(types + PolicyOver(order), Declared.Use);

    [Fact]
    public void EnumOfTheSystem_CanBeChosen() => Compile.Valid(PolicyOver("System.DayOfWeek"), Declared.Use);

    [Theory]
    [InlineData("internal", "public", "internal")]
    [InlineData("internal", "internal", "public")]
    [InlineData("public", "public", "public")]
    public void TypedRead_IsAsVisibleAsTheEnum(string enumAccess, string policyAccess, string read)
    {
        Compiled compiled = Compile.Valid(
            $$"""
            {{enumAccess}} enum Order { Hold, Move }
            [MaskedPolicy] {{policyAccess}} partial class Policy
            {
                [Observation(4)] public partial MlpEncoder Globals { get; }
                [ActionMask] internal partial Head<Order> Command { get; }
            }
            """,
            Declared.Use,
            "class Read { static Order Of(Policy.Actions actions) => actions.CommandAt(0); }");

        Assert.Contains($"{read} global::Order CommandAt(long row)", compiled.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("protected internal", "internal")]
    [InlineData("internal", "internal")]
    public void TypedRead_IsAsVisibleAsANestedEnum(string access, string read)
    {
        Compiled compiled = Compile.Valid(
            $$"""
            [MaskedPolicy] public partial class Policy
            {
                {{access}} enum Order { Hold, Move }
                [Observation(4)] public partial MlpEncoder Globals { get; }
                [ActionMask] internal partial Head<Order> Command { get; }
            }
            """,
            "class Read { static Policy.Order Of(Policy.Actions actions) => actions.CommandAt(0); }");

        Assert.Contains($"{read} global::Policy.Order CommandAt(long row)", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ThousandValues_AreListedInLinesThatCanBeRead()
    {
        string values = string.Join(", ", Enumerable.Range(0, 1000).Select(i => "V" + i.ToString(CultureInfo.InvariantCulture)));
        Compiled compiled = Compile.Valid($$"""public enum Order { {{values}} } {{PolicyOver("Order")}}""", Declared.Use);

        Assert.Contains("global::Order.V999", compiled.Text, StringComparison.Ordinal);
        Assert.All(compiled.Text.Split('\n'), line => Assert.InRange(line.Length, 0, 200));
    }

    [Fact]
    public void OneValue_IsAChoice() => Compile.Valid($$"""public enum Order { Hold } {{PolicyOver("Order")}}""", Declared.Use);

    private static string PolicyOver(string type) =>
        $$"""
        [MaskedPolicy] public sealed partial class Policy
        {
            [Observation(4)] public partial MlpEncoder Globals { get; }
            [ActionMask] public partial Head<{{type}}> Command { get; }
        }
        """;
}
