using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

public class HideAndSeekTests
{
    private static readonly int[] Sizes = [11, 11, 11, 2, 2];

    [Fact]
    public void ItActsEvaluatesAndLearns() => SystemAssert.Learns(() => new HideAndSeek(), Observe);

    [Fact]
    public void JointLogProbability_EqualsTheReferenceComputation()
    {
        using HideAndSeek policy = new();
        SystemAssert.LogProbIs(policy, Observe, (observation, actions) => LogProb(policy, observation, actions));
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

    private static double[] LogProb(HideAndSeek policy, HideAndSeek.Observation observation, HideAndSeek.Actions actions)
    {
        Formulas formulas = new(policy);
        EntityEmbedding agents = policy.Agents.Embed(observation.Agents, observation.AgentsMask);
        EntityEmbedding boxes = policy.Boxes.Embed(observation.Boxes, observation.BoxesMask);
        EntityEmbedding ramps = policy.Ramps.Embed(observation.Ramps, observation.RampsMask);
        EntityEncoding encoded = policy.Agents.Attend(agents, observation.AgentsSight, boxes, ramps);
        Tensor ofTheRest = cat([policy.Boxes.Attend(boxes, null, agents).Pooled, policy.Ramps.Attend(ramps, null).Pooled], 1);
        double[][] latent = Formulas.Rows(policy.Core.call(cat([encoded.Pooled, ofTheRest], 1)));
        double[][][] encodings = Formulas.Tables(encoded.Entities);
        bool[][] present = Formulas.Masks(observation.AgentsMask);
        bool[][][] legal = Formulas.MaskTables(observation.EffortsMask!);
        long[][] efforts = Formulas.Actions(actions.Efforts);

        return [.. latent.Select((known, row) => Enumerable.Range(0, present[row].Length).Where(agent => present[row][agent]).Sum(agent =>
        {
            double[] logits = formulas.Linear("Efforts", [.. encodings[row][agent], .. known]);
            return Enumerable.Range(0, Sizes.Length).Sum(i =>
            {
                Range columns = Sizes[..i].Sum()..Sizes[..(i + 1)].Sum();
                return Formulas.LogProb(logits[columns], legal[row][agent][columns], efforts[row][(agent * Sizes.Length) + i]);
            });
        }))];
    }
}
