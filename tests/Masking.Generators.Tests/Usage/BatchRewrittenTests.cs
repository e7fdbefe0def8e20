namespace Masking.Generators.Tests.Usage;

/// <summary>Actions are evaluated with the observation that they were chosen for, and not with what the batch contains later.</summary>
public sealed class BatchRewrittenTests
{
    [Theory]
    [InlineData("batch.Clear(0);")]
    [InlineData("batch.Globals(0)[1] = 2;")]
    [InlineData("batch.Globals(0)[1] += 2;")]
    [InlineData("batch.Globals(0)[1]++;")]
    [InlineData("batch.Units(0, 1)[2] = 1;")]
    [InlineData("batch.CommandMask(0)[Order.Move] = false;")]
    [InlineData("batch.CommandMask(0).AllowOnly(Order.Move);")]
    [InlineData("batch.Globals(0).Clear();")]
    [InlineData("Span<float> globals = batch.Globals(0); globals[0] = 1;")]
    [InlineData("world.WriteObservation(batch, 0);")]
    [InlineData("for (int i = 0; i < 3; i++) { batch.Clear(i); }")]
    [InlineData("if (mask.numel() > 1) { batch.Clear(0); }")]
    public void WriteBeforeTheEvaluation_IsReported(string write) => Used.IsReported("MASK102",
        $$"""
        Policy.Observation seen = batch.Observation;
        using Step<Policy.Actions> step = policy.Act(seen, stream);
        {{write}}
        using Evaluation evaluation = policy.Evaluate([|seen|], step.Actions);
        """);

    [Theory]
    [InlineData(
        """
        using Step<Policy.Actions> step = policy.Act(batch.Observation, stream);
        batch.Clear(0);
        using Evaluation evaluation = policy.Evaluate([|batch.Observation|], step.Actions);
        """)]
    [InlineData(
        """
        while (!rollout.IsFull)
        {
            using Step<Policy.Actions> step = policy.Act(batch.Observation, stream);
            Policy.Actions actions = step.Actions;
            batch.Clear(0);
            for (int epoch = 0; epoch < 4; epoch++)
            {
                using Evaluation evaluation = policy.Evaluate([|batch.Observation|], actions);
            }
        }
        """)]
    [InlineData(
        """
        using Policy.Distribution before = policy.forward(batch.Observation);
        using Policy.Actions actions = before.Mode();
        using Tensor old = before.LogProb(actions);
        batch.Clear(0);
        using Policy.Distribution after = policy.forward(batch.Observation);
        using Tensor now = [|after|].LogProb(actions);
        """)]
    [InlineData(
        """
        using Step<Policy.Actions> step = policy.Act(batch.Observation, stream);
        Action learn = () =>
        {
            batch.Clear(0);
            using Evaluation evaluation = policy.Evaluate([|batch.Observation|], step.Actions);
        };
        learn();
        """)]
    public void OtherFormsOfTheSameMistake_AreReported(string body) => Used.IsReported("MASK102", body);

    [Theory]
    [InlineData("using Evaluation evaluation = policy.Evaluate(batch.Observation, step.Actions); batch.Clear(0);")]
    [InlineData("batch.Clear(0); using Evaluation next = policy.Evaluate(batch.Observation, step.Actions); Use(next.Value);")]
    [InlineData("float first = batch.Globals(0)[1]; using Evaluation evaluation = policy.Evaluate(batch.Observation, step.Actions);")]
    [InlineData("batch.Globals(0).CopyTo(new float[4]); using Evaluation evaluation = policy.Evaluate(batch.Observation, step.Actions);")]
    [InlineData("bool legal = batch.CommandMask(0)[Order.Move]; using var evaluation = policy.Evaluate(batch.Observation, step.Actions);")]
    [InlineData("batch.Clear(0); using Evaluation evaluation = policy.Evaluate(observation, step.Actions);")]
    [InlineData("rollout.Clear(); using Evaluation evaluation = policy.Evaluate(batch.Observation, step.Actions);")]
    [InlineData(
        "using Policy.Batch other = new(1, 3); other.Clear(0); using var evaluation = policy.Evaluate(batch.Observation, step.Actions);")]
    [InlineData(
        "if (rollout.IsFull) { batch.Clear(0); return null; } using var evaluation = policy.Evaluate(batch.Observation, step.Actions);")]
    [InlineData(
        "if (rollout.IsFull) { batch.Clear(0); } else { using var evaluation = policy.Evaluate(batch.Observation, step.Actions); }")]
    [InlineData(
        "void Write() => batch.Clear(0); using Evaluation evaluation = policy.Evaluate(batch.Observation, step.Actions); Write();")]
    [InlineData(
        "using Evaluation evaluation = policy.Evaluate(batch.Observation, step.Actions); while (!rollout.IsFull) { batch.Clear(0); }")]
    public void OtherOrder_OrOtherMemory_IsNotReported(string rest) => Used.IsNotReported(
        $$"""
        using Step<Policy.Actions> step = policy.Act(batch.Observation, stream);
        {{rest}}
        """);

    [Fact]
    public void Field_IsTheSameBatchIfItIsReadonly()
    {
        const string Player =
            """
            using Game;

            public sealed class Player(Policy policy, RandomStream stream, Policy.Batch first)
            {
                private readonly Policy.Batch _batch = first;

                public void Play()
                {
                    using Step<Policy.Actions> step = policy.Act(_batch.Observation, stream);
                    _batch.Clear(0);
                    using Evaluation evaluation = policy.Evaluate(_batch.Observation, step.Actions);
                }
            }
            """;

        Assert.Equal(["MASK102"], Used.Analyze(Player).Select(diagnostic => diagnostic.Id));
        Used.SourceIsNotReported(Player.Replace("readonly ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        """
        using DisposeScope scope = NewDisposeScope();
        Policy.Observation copy = batch.Observation.Clone();
        Step<Policy.Actions> step = policy.Act(copy, stream);
        batch.Clear(0);
        Evaluation evaluation = policy.Evaluate(copy, step.Actions);
        """)]
    [InlineData(
        """
        Policy.Observation current = batch.Observation;
        batch.Clear(0);
        batch.Globals(0)[0] = 1;
        using Step<Policy.Actions> step = policy.Act(current, stream);
        using Evaluation evaluation = policy.Evaluate(current, step.Actions);
        """)]
    [InlineData(
        """
        using Policy.Distribution distribution = policy.forward(batch.Observation);
        using Policy.Actions actions = distribution.Sample(stream);
        batch.Clear(0);
        using Tensor logProb = distribution.LogProb(actions);
        """)]
    [InlineData(
        """
        Policy.Batch current = batch;
        using Step<Policy.Actions> step = policy.Act(current.Observation, stream);
        current.Clear(0);
        current = new Policy.Batch(1, 3);
        kept.Add(current);
        using Evaluation evaluation = policy.Evaluate(current.Observation, step.Actions);
        """)]
    public void Copy_OrAnObservationThatIsWrittenBefore_IsNotReported(string body) => Used.IsNotReported(body);
}
