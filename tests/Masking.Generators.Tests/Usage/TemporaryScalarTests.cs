using System.Globalization;

namespace Masking.Generators.Tests.Usage;

/// <summary>In a loop that trains, scalars are kept alive while they are used.</summary>
public sealed class TemporaryScalarTests
{
    [Theory]
    [InlineData("x [|*|] 2")]
    [InlineData("0.5 [|*|] x")]
    [InlineData("x [|-|] 1f")]
    [InlineData("1 [|-|] x")]
    [InlineData("x [|/|] 2")]
    [InlineData("x [|%|] 2")]
    [InlineData("x [|+|] 1")]
    [InlineData("x [|+|] x")]
    [InlineData("x [|+|] two")]
    [InlineData("x.mul([|2|])")]
    [InlineData("x.pow([|2|])")]
    [InlineData("x.clamp([|0.8|], [|1.2|])")]
    [InlineData("x.mul([|x.size(0)|])")]
    [InlineData("torch.mul(x, [|2|])")]
    [InlineData("x.add(x, alpha: [|0.5|])")]
    [InlineData("[|x.add(x)|]")]
    [InlineData("[|x.add_(x)|]")]
    [InlineData("[|x.add(1)|]")]
    [InlineData("[|x.square()|]")]
    [InlineData("-[|x.square()|].mean()")]
    public void TemporaryInATrainingLoop_IsReported(string expression) => Used.IsReported("MASK107", InALoop(expression));

    [Theory]
    [InlineData("-x")]
    [InlineData("x * x")]
    [InlineData("x - x")]
    [InlineData("x / x")]
    [InlineData("x.mul(two)")]
    [InlineData("x * two")]
    [InlineData("x.add(x, two)")]
    [InlineData("x.add(x, alpha: two)")]
    [InlineData("x.clamp(two, two)")]
    [InlineData("x.mean()")]
    [InlineData("x.unsqueeze(0)")]
    [InlineData("x[0]")]
    public void OperationWithoutTemporary_IsNotReported(string expression) => Used.IsNotReported(InALoop(expression));

    [Theory]
    [InlineData("Tensor y = mask * 2; while (!rollout.IsFull) { using var e = policy.Evaluate(observation, actions); }")]
    [InlineData("while (!rollout.IsFull) { Tensor y = mask * 2; } using var e = policy.Evaluate(observation, actions);")]
    [InlineData("while (!rollout.IsFull) { Tensor y = mask * 2; using var step = policy.Act(observation, stream); }")]
    [InlineData("var layer = nn.Linear(2, 2); while (!rollout.IsFull) { Tensor y = layer.forward(mask) * 2; y.backward(); }")]
    [InlineData("while (!rollout.IsFull) { using Scalar two = 2; Scalar[] a = [1]; policy.Evaluate(observation, actions).Dispose(); }")]
    public void OutsideOfATrainingLoop_IsNotReported(string body) => Used.IsNotReported(
        $"Policy.Actions actions = new() {{ Command = mask, Retreat = mask }}; {body}");

    [Theory]
    [InlineData("x * 2", "'*' creates a temporary Scalar, which the garbage collector may release while native code reads it: write "
        + "'x.mul(y)', where 'y' is a Scalar from a 'using' variable or a static readonly field")]
    [InlineData("x.add_(x)", "'add_' creates a temporary Scalar, which the garbage collector may release while native code reads it: write "
        + "'x.add_(y, alpha: one)', where 'one' is a Scalar from a 'using' variable or a static readonly field")]
    [InlineData("x.pow(2)", "This number creates a temporary Scalar, which the garbage collector may release while native code reads it: "
        + "pass a Scalar from a 'using' variable or a static readonly field")]
    public void Message_SaysWhatToWrite(string expression, string message) => Assert.Equal(
        [message],
        Used.Analyze(Used.Method(InALoop(expression))).Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)));

    [Fact]
    public void OuterLoop_Counts() => Used.IsReported("MASK107",
        """
        Policy.Actions actions = new() { Command = mask, Retreat = mask };
        for (int update = 0; update < 10; update++)
        {
            Tensor advantage = mask [|/|] 3;
            foreach (var minibatch in rollout.Minibatches(4, stream))
            {
                using Policy.Distribution distribution = policy.forward(minibatch.Observation);
                using Tensor loss = distribution.LogProb(minibatch.Actions).mul(advantage).mean();
                loss.backward();
            }
        }
        """);

    [Fact]
    public void CompoundAssignment_IsReported() => Used.IsReported("MASK107",
        """
        Tensor total = zeros(1);
        foreach (var minibatch in rollout.Minibatches(4, stream))
        {
            using var evaluation = policy.Evaluate(minibatch.Observation, minibatch.Actions);
            total [|+=|] evaluation.Entropy;
            total [|*=|] 2;
        }
        """);

    private static string InALoop(string expression) =>
        $$"""
        using Scalar two = 2;
        foreach (var minibatch in rollout.Minibatches(4, stream))
        {
            using var evaluation = policy.Evaluate(minibatch.Observation, minibatch.Actions);
            Tensor x = evaluation.LogProb;
            Use({{expression}});
        }
        """;
}
