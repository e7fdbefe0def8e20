namespace Masking.Generators.Tests.Usage;

/// <summary>Code is wrong most of the time that it is being typed: the analyzers never throw.</summary>
public sealed class UsageRobustnessTests
{
    /// <summary>A method that is reported for every rule.</summary>
    private static readonly string Everything = Used.Method(
        """
        using Scalar half = 0.5;
        Policy.Batch own = new(environments: 1, maxUnits: 3);
        using optim.Optimizer optimizer = optim.Adam(policy.parameters());
        Policy.Observation seen = own.Observation with { CommandMask = tensor(new[] { true, false, true }) };
        while (!rollout.IsFull)
        {
            Step<Policy.Actions> step = policy.Act(batch.Observation, stream);
            rollout.Add(batch.Observation, step);
            batch.Globals(0)[1] += 2;
            using (Policy.Actions actions = shared.forward(seen).Sample(stream)) { world.Step(actions, 0, random); }
            Evaluation evaluation = policy.Evaluate(batch.Observation, step.Actions);
            Evaluation unmasked = policy.Evaluate(seen with { CommandMask = null }, step.Actions);
            using Tensor loss = (evaluation.LogProb * 2).add(unmasked.LogProb).square().mul(half).mean();
            loss.backward();
            optimizer.step();
        }
        """);

    [Fact]
    public void EveryRule_IsReported() => Assert.Equal(
        ["MASK101", "MASK102", "MASK103", "MASK104", "MASK105", "MASK106", "MASK107"],
        Used.Analyze(Everything).Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(1)]
    public void TokensDeletedAtRandom_NeverThrow(int seed) => Survive(seed, Mutations.DeleteTokens);

    [Theory]
    [InlineData(2)]
    public void TokensSwappedAtRandom_NeverThrow(int seed) => Survive(seed, Mutations.SwapTokens);

    [Theory]
    [InlineData("policy.Evaluate();")]
    [InlineData("policy.Evaluate(observation);")]
    [InlineData("policy.Evaluate(actions: missing, observation: missing);")]
    [InlineData("policy.Act(); policy.forward().Sample();")]
    [InlineData("var step = policy.Act(step, stream);")]
    [InlineData("var step = step; policy.Evaluate(observation, step.Actions);")]
    [InlineData("Tensor t = t; Use(observation with { CommandMask = t });")]
    [InlineData("Tensor a = b; Tensor b = a; Use(observation with { CommandMask = a });")]
    [InlineData("Policy.Observation o = o with { UnitsMask = null }; var step = policy.Act(o, stream); policy.Evaluate(o, step.Actions);")]
    [InlineData("Step<Policy.Actions> step = policy.Act(step.Actions, stream); Step<Policy.Actions> other = other;")]
    [InlineData("var a = b.Actions; var b = a; policy.Evaluate(observation, a);")]
    [InlineData("Use(observation with { CommandMask = });")]
    [InlineData("Use(observation with { CommandMask = tensor() });")]
    [InlineData("optim.Adam(); optim.Adam(policy.parameters(); mask.backward();")]
    [InlineData("while (true) { policy.Evaluate(observation, null); Use(mask * ); mask += ; mask.add(); }")]
    public void CodeThatDoesNotCompile_NeverThrows(string body) => Survives(Used.Method(body));

    [Theory]
    [InlineData("[assembly: System.CLSCompliant(new Game.Policy().Act(default, null) is null)]")]
    [InlineData("[System.Obsolete(new Game.Policy.Batch(1, 2).ToString())] class C;")]
    [InlineData("class C(Game.Policy policy) { readonly Step<Game.Policy.Actions> step = policy.Act(default, new RandomStream(1)); }")]
    [InlineData("class C { Step<Game.Policy.Actions> this[Game.Policy p] => p.Act(default, null!); }")]
    [InlineData("class C(Game.Policy p) : B(p.Act(default, null!)); class B(object o);")]
    [InlineData("extension(Game.Policy policy) { void M() { policy.Act(default, null); } }")]
    public void OtherPlaces_NeverThrow(string source) => Survives(source);

    private static void Survive(int seed, Mutation mutate)
    {
        foreach (string mutated in Mutations.Of(Everything, seed, mutate))
        {
            Survives(mutated);
        }
    }

    /// <summary>Analyzing asserts that nothing has thrown; here too that only the rules about use are reported.</summary>
    private static void Survives(string source) =>
        Assert.All(Used.AnalyzeIncomplete(source), diagnostic => Assert.StartsWith("MASK10", diagnostic.Id, StringComparison.Ordinal));
}
