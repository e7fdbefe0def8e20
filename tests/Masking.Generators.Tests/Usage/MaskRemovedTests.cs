namespace Masking.Generators.Tests.Usage;

/// <summary>Actions that were chosen with a mask are evaluated with it.</summary>
public sealed class MaskRemovedTests
{
    [Theory]
    [InlineData(
        """
        using Step<Policy.Actions> step = policy.Act(observation, stream);
        using Evaluation evaluation = policy.Evaluate([|observation with { CommandMask = null }|], step.Actions);
        """)]
    [InlineData(
        """
        using Step<Policy.Actions> step = policy.Act(batch.Observation, stream);
        Policy.Actions actions = step.Actions;
        Policy.Observation unmasked = batch.Observation with { RetreatMask = null };
        using Evaluation evaluation = policy.Evaluate(actions: actions, observation: [|unmasked|]);
        """)]
    [InlineData(
        """
        Policy.Observation masked = new()
        {
            Globals = mask, Units = mask, UnitsMask = mask, CommandMask = mask, RetreatMask = null,
        };
        using Step<Policy.Actions> step = policy.ActGreedily(masked);
        Tensor? none = null;
        Policy.Observation unmasked = new()
        {
            Globals = mask, Units = mask, UnitsMask = mask, CommandMask = none, RetreatMask = null,
        };
        using Evaluation evaluation = policy.Evaluate([|unmasked|], step.Actions);
        """)]
    [InlineData(
        """
        using Policy.Distribution acting = policy.forward(observation);
        using Policy.Actions actions = acting.Sample(stream);
        using Tensor before = acting.LogProb(actions);
        using Policy.Distribution learning = policy.forward(observation with { CommandMask = null });
        using Tensor after = [|learning|].LogProb(actions);
        """)]
    [InlineData(
        """
        using DisposeScope scope = NewDisposeScope();
        Step<Policy.Actions> step = shared.Act(observation with { CommandMask = mask }, stream);
        shared.Evaluate([|observation with { CommandMask = default }|], step.Actions);
        """)]
    public void MaskThatIsRemoved_IsReported(string body) => Used.IsReported("MASK101", body);

    [Theory]
    [InlineData(
        """
        using Step<Policy.Actions> step = policy.Act(observation, stream);
        using Evaluation evaluation = policy.Evaluate(observation, step.Actions);
        """)]
    [InlineData(
        """
        Policy.Observation unmasked = observation with { CommandMask = null };
        using Step<Policy.Actions> step = policy.Act(unmasked, stream);
        using Evaluation evaluation = policy.Evaluate(unmasked, step.Actions);
        """)]
    [InlineData(
        """
        using Step<Policy.Actions> step = policy.Act(observation with { CommandMask = null }, stream);
        using Evaluation evaluation = policy.Evaluate(observation with { CommandMask = null }, step.Actions);
        """)]
    [InlineData(
        """
        using Step<Policy.Actions> step = policy.Act(observation, stream);
        using Evaluation evaluation = policy.Evaluate(observation with { CommandMask = mask }, step.Actions);
        """)]
    [InlineData(
        """
        using Step<Policy.Actions> step = policy.Act(observation, stream);
        using Evaluation evaluation = shared.Evaluate(observation with { CommandMask = null }, step.Actions);
        """)]
    [InlineData(
        """
        using Step<Policy.Actions> step = policy.Act(observation, stream);
        observation = batch.Observation;
        using Evaluation evaluation = policy.Evaluate(observation with { CommandMask = null }, step.Actions);
        """)]
    [InlineData(
        """
        using Step<Policy.Actions> step = policy.Act(batch.Observation, stream);
        using Policy.Actions others = step.Actions.Clone();
        using Evaluation evaluation = policy.Evaluate(batch.Observation with { CommandMask = null }, others);
        """)]
    [InlineData(
        """
        Step<Policy.Actions> step = policy.Act(observation, stream);
        kept.Add(step);
        step = policy.Act(observation with { CommandMask = null }, stream);
        kept.Add(step);
        using Evaluation evaluation = policy.Evaluate(observation with { CommandMask = null }, step.Actions);
        """)]
    [InlineData(
        """
        using Step<Policy.Actions> step = policy.Act(observation, stream);
        Tensor? perhaps = mask.numel() > 3 ? mask : null;
        using Evaluation evaluation = policy.Evaluate(observation with { CommandMask = perhaps }, step.Actions);
        """)]
    public void SameMask_OrAMaskThatIsNotKnown_IsNotReported(string body) => Used.IsNotReported(body);
}
