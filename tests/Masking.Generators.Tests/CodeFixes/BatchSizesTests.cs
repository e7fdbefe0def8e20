using Masking.CodeFixes.Calls;

namespace Masking.Generators.Tests.CodeFixes;

public sealed class BatchSizesTests
{
    private const string Title = "Pass a 'Policy.Batch' with its sizes";

    private static readonly BatchSizesCodeFix s_fix = new();

    [Theory]
    [InlineData("new Policy(), environments: 16, _ => (Policy.Batch?)null",
        "new Policy(), new Policy.Batch(environments: 16, maxUnits: 32, mapHeight: 32, mapWidth: 32), _ => (Policy.Batch?)null")]
    [InlineData("policy, /* a */ count, _ => (Policy.Batch?)null",
        "policy, /* a */ new Policy.Batch(environments: count, maxUnits: 32, mapHeight: 32, mapWidth: 32), _ => (Policy.Batch?)null")]
    [InlineData(
        "policy,\n#if DEBUG\n        2,\n#else\n        new Policy.Batch(1, 1, 1, 1),\n#endif\n        _ => (Policy.Batch?)null",
        "policy,\n#if DEBUG\n        new Policy.Batch(environments: 2, maxUnits: 32, mapHeight: 32, mapWidth: 32),\n#else\n        "
            + "new Policy.Batch(1, 1, 1, 1),\n#endif\n        _ => (Policy.Batch?)null")]
    public async Task Number_BecomesABatch(string wrong, string right)
    {
        Assert.Equal(With(right), await Fix.Apply(s_fix, With(wrong), Title, "DEBUG"));
        Assert.Equal(With(right), await Fix.ApplyAll(s_fix, With(wrong), Title, "DEBUG"));
        Assert.Equal(With(right), await Fix.ApplyToLinked(s_fix, With(wrong), Title, ["DEBUG"]));
        Fix.Valid(With(right), "DEBUG");
    }

    [Fact]
    public async Task OtherCalls_AreLeftToTheirAuthors() => Assert.Empty(await Fix.Titles(
        s_fix, "class A { static void Of<T>(T x) where T : System.IDisposable { } static void B() => Of(\"a\"); }"));

    private static string With(string arguments) =>
        $$"""
        [MaskedPolicy] public partial class Policy
        {
            [EntityMask(4)] public partial DeepSetEncoder Units { get; }
            [AgentGrid(3)] public partial ConvEncoder Map { get; }
            [ActionMask] public partial Head<bool> Jump { get; }
        }

        public static class Trainer
        {
            public static void Of<TPolicy, TBatch>(TPolicy policy, int environments, System.Func<int, TBatch?> create)
                where TBatch : class, IFixedSizeBatch<TBatch> { }
            public static void Of<TPolicy, TBatch>(TPolicy policy, TBatch batch, System.Func<int, TBatch?> create) where TBatch : class { }
            public static void Use(Policy policy, int count) => Of({{arguments}});
        }
        """;
}
