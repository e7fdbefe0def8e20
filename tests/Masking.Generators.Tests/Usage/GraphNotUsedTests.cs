namespace Masking.Generators.Tests.Usage;

/// <summary>Actions are chosen without gradients.</summary>
public sealed class GraphNotUsedTests
{
    [Theory]
    [InlineData("using Policy.Actions actions = [|policy.forward(observation)|].Sample(stream);")]
    [InlineData("using Policy.Actions actions = [|policy.call(observation)|].Mode();")]
    [InlineData("using var distribution = [|policy.forward(observation)|]; using var actions = distribution.Sample(stream);")]
    [InlineData("using var q = [|values.forward(state)|]; using ActionValues.Actions actions = q.EpsilonGreedy(0.1, stream);")]
    [InlineData("var distribution = [|shared.forward(observation)|]; using var actions = distribution.Mode(); distribution.Dispose();")]
    [InlineData("using (no_grad()) { } using var actions = [|policy.forward(observation)|].Sample(stream);")]
    [InlineData("while (!rollout.IsFull) { using var actions = [|policy.forward(observation)|].Sample(stream, temperature: 0.5); }")]
    public void GraphThatNothingUses_IsReported(string body) => Used.IsReported("MASK104", body);

    [Theory]
    [InlineData("using var step = policy.Act(observation, stream);")]
    [InlineData("using var distribution = policy.forward(observation); using var actions = distribution.Sample(stream); "
        + "using Tensor logProb = distribution.LogProb(actions);")]
    [InlineData("using var distribution = policy.forward(observation); using var actions = distribution.Sample(stream); "
        + "using Tensor entropy = distribution.Entropy();")]
    [InlineData("using var distribution = policy.forward(observation); using var actions = distribution.Sample(stream); "
        + "Use(distribution.Value);")]
    [InlineData("using var distribution = policy.forward(observation); using var actions = distribution.Mode(); Use(distribution);")]
    [InlineData("using var distribution = policy.forward(observation); using var actions = distribution.Sample(stream); "
        + "using var mode = distribution.Mode();")]
    [InlineData("using var distribution = policy.forward(observation); using Tensor probabilities = distribution.CommandProbs;")]
    [InlineData("using var q = values.forward(state); using ActionValues.Actions actions = q.Greedy(); using Tensor best = q.Of(actions);")]
    [InlineData("using (no_grad()) { using var actions = policy.forward(observation).Sample(stream); }")]
    [InlineData("using (IDisposable frozen = torch.no_grad()) { using var actions = policy.forward(observation).Sample(stream); }")]
    [InlineData("using IDisposable frozen = inference_mode(); using var actions = policy.forward(observation).Sample(stream);")]
    [InlineData("IDisposable frozen = no_grad(); using var actions = policy.forward(observation).Sample(stream); frozen.Dispose();")]
    [InlineData("using var frozen = no_grad(); if (rollout.IsFull) { using var actions = policy.forward(observation).Mode(); }")]
    [InlineData("Func<Policy.Observation, Policy.Actions> play = seen => policy.forward(seen).Mode(); Use(play);")]
    public void GraphThatMayBeUsed_OrThatIsNotBuilt_IsNotReported(string body) => Used.IsNotReported(body);

    [Fact]
    public void MethodThatMayBeCalledWithoutGradients_IsNotReported() => Used.SourceIsNotReported(
        """
        using System;
        using Game;
        using static TorchSharp.torch;

        public static class Player
        {
            public static Order Play(Policy policy, Policy.Observation observation, RandomStream stream)
            {
                using IDisposable frozen = no_grad();
                return Draw(policy, observation, stream);
            }

            private static Order Draw(Policy policy, Policy.Observation observation, RandomStream stream)
            {
                using Policy.Distribution distribution = policy.forward(observation);
                using Policy.Actions actions = distribution.Sample(stream, temperature: 2);
                return actions.CommandAt(0);
            }
        }
        """);
}
