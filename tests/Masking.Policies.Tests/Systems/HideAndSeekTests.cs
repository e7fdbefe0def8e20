using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

public class HideAndSeekTests
{
    private const int Bits = 4;
    private const int Forces = 3;
    private static readonly int[] Sizes = [11, 11, 11, 2, 2];

    [Fact]
    public void WithSteps_ItActsEvaluatesAndLearns() => SystemAssert.Learns(() => new HideAndSeek(), Observe);

    [Fact]
    public void WithNumbers_ItActsEvaluatesAndLearns() => SystemAssert.Learns(() => new HideAndSeekContinuous(), ObserveContinuous);

    [Fact]
    public void WithSteps_JointLogProbability_EqualsTheReferenceComputation()
    {
        using HideAndSeek policy = new();
        SystemAssert.LogProbIs(policy, Observe, (observation, actions) => LogProb(policy, observation, actions));
    }

    [Fact]
    public void WithNumbers_JointLogProbability_EqualsTheReferenceComputation()
    {
        using HideAndSeekContinuous policy = new();
        SystemAssert.LogProbIs(policy, ObserveContinuous, (observation, actions) => LogProb(policy, observation, actions));
    }

    private static HideAndSeek.Observation Observe(Draw draw, int batch)
    {
        (int agents, int boxes, int ramps) = (draw.Integer(2, 6), draw.Integer(1, 9), draw.Integer(1, 2));
        return new HideAndSeek.Observation
        {
            Agents = draw.Numbers(batch, agents, 10),
            AgentsMask = draw.Legal(batch, agents),
            AgentsSight = draw.Mask(batch, agents, agents),
            Boxes = draw.Numbers(batch, boxes, 9),
            BoxesMask = draw.Legal(batch, boxes),
            Ramps = draw.Numbers(batch, ramps, 8),
            RampsMask = draw.Legal(batch, ramps),
            Everything = draw.Numbers(batch, agents + boxes + ramps, 12),
            EverythingMask = draw.Legal(batch, agents + boxes + ramps),
            EffortsMask = draw.Mask(batch, agents, Sizes.Sum()),
        };
    }

    /// <summary>Ranges are drawn from two ends in any order, so that in half of them no force is legal.</summary>
    private static HideAndSeekContinuous.Observation ObserveContinuous(Draw draw, int batch)
    {
        HideAndSeek.Observation seen = Observe(draw, batch);
        long agents = seen.Agents.size(1);
        return new HideAndSeekContinuous.Observation
        {
            Agents = seen.Agents,
            AgentsMask = seen.AgentsMask,
            AgentsSight = seen.AgentsSight,
            Boxes = seen.Boxes,
            BoxesMask = seen.BoxesMask,
            Ramps = seen.Ramps,
            RampsMask = seen.RampsMask,
            Everything = seen.Everything,
            EverythingMask = seen.EverythingMask,
            ThrustsMask = draw.Mask(batch, agents, Bits),
            ThrustsRange = draw.Numbers(batch, agents, Forces, 2).to(ScalarType.Float32),
        };
    }

    private static double[] LogProb(HideAndSeek policy, HideAndSeek.Observation observation, HideAndSeek.Actions actions)
    {
        Formulas formulas = new(policy);
        EntityEmbedding agents = policy.Agents.Embed(observation.Agents, observation.AgentsMask);
        EntityEmbedding boxes = policy.Boxes.Embed(observation.Boxes, observation.BoxesMask);
        EntityEmbedding ramps = policy.Ramps.Embed(observation.Ramps, observation.RampsMask);
        double[][][] inputs = Inputs(
            policy.Core, policy.Agents.Attend(agents, observation.AgentsSight, boxes, ramps),
            policy.Boxes.Attend(boxes, null, agents), policy.Ramps.Attend(ramps, null));
        bool[][][] legal = Formulas.MaskTables(observation.EffortsMask!);
        long[][] efforts = Formulas.Actions(actions.Efforts);
        return SumOverAgents(observation.AgentsMask, (row, agent) =>
            Choices(formulas.Linear("Efforts", inputs[row][agent]), legal[row][agent], efforts[row], agent, Sizes));
    }

    private static double[] LogProb(
        HideAndSeekContinuous policy, HideAndSeekContinuous.Observation observation, HideAndSeekContinuous.Actions actions)
    {
        Formulas formulas = new(policy);
        EntityEmbedding agents = policy.Agents.Embed(observation.Agents, observation.AgentsMask);
        EntityEmbedding boxes = policy.Boxes.Embed(observation.Boxes, observation.BoxesMask);
        EntityEmbedding ramps = policy.Ramps.Embed(observation.Ramps, observation.RampsMask);
        double[][][] inputs = Inputs(
            policy.Core, policy.Agents.Attend(agents, observation.AgentsSight, boxes, ramps),
            policy.Boxes.Attend(boxes, null, agents), policy.Ramps.Attend(ramps, null));
        bool[][][] legal = Formulas.MaskTables(observation.ThrustsMask!);
        double[][][] ranges = Formulas.Tables(observation.ThrustsRange!.flatten(-2));
        long[][] bits = Formulas.Actions(actions.Thrusts);
        double[][][] numbers = Formulas.Tables(actions.ThrustsNumbers);
        return SumOverAgents(observation.AgentsMask, (row, agent) =>
        {
            double[] outputs = formulas.Linear("Thrusts", inputs[row][agent]);
            return Choices(outputs, legal[row][agent], bits[row], agent, [2, 2])
                + Enumerable.Range(0, Forces).Sum(force => Formulas.LogDensity(
                    location: outputs[Bits + (2 * force)],
                    scale: Math.Exp(Math.Clamp(outputs[Bits + (2 * force) + 1], -5, 2)),
                    low: ranges[row][agent][2 * force],
                    high: ranges[row][agent][(2 * force) + 1],
                    numbers[row][agent][force]));
        });
    }

    /// <summary>Returns the input of the head of every agent: its encoding, and what the core computes.</summary>
    private static double[][][] Inputs(MlpCore core, EntityEncoding agents, EntityEncoding boxes, EntityEncoding ramps)
    {
        double[][] latent = Formulas.Rows(core.call(cat([agents.Pooled, boxes.Pooled, ramps.Pooled], 1)));
        return [.. Formulas.Tables(agents.Entities).Zip(latent, (row, known) =>
            row.Select(agent => (double[])[.. agent, .. known]).ToArray())];
    }

    private static double[] SumOverAgents(Tensor agents, Func<int, int, double> logProb) =>
        [.. Formulas.Masks(agents).Select((present, row) => Enumerable.Range(0, present.Length).Where(agent => present[agent])
            .Sum(agent => logProb(row, agent)))];

    private static double Choices(double[] logits, bool[] legal, long[] actions, int agent, int[] sizes) =>
        Enumerable.Range(0, sizes.Length).Sum(i =>
        {
            Range columns = sizes[..i].Sum()..sizes[..(i + 1)].Sum();
            return Formulas.LogProb(logits[columns], legal[columns], actions[(agent * sizes.Length) + i]);
        });
}
