using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

public class OpenAiFiveTests
{
    private const int Units = 189;

    [Fact]
    public void ItActsEvaluatesAndLearns() => SystemAssert.Learns(() => new OpenAiFive(), (draw, batch) => Observe(draw, batch));

    [Fact]
    public void JointLogProbability_EqualsTheReferenceComputation()
    {
        using OpenAiFive policy = new();
        SystemAssert.LogProbIs(
            policy, (draw, batch) => Observe(draw, batch), (observation, actions) => LogProb(policy, observation, actions));
    }

    [Fact]
    public void ThirtyActionsAndTheirParameters_HaveThePublishedNumberOfCombinations()
    {
        using DisposeScope scope = NewDisposeScope();
        using OpenAiFive policy = new();
        OpenAiFive.Distribution distribution = policy.forward(Observe(new Draw(1, ScalarType.Float32), batch: 1, available: 30));
        distribution.Sample(new RandomStream(1));

        Assert.Equal(
            1_837_080,
            distribution.ActionProbs.size(-1)
                * distribution.DelayProbs.size(-1)
                * distribution.UnitProbs.size(-1)
                * distribution.OffsetProbs.size(-1)
        );
    }

    /// <summary>Creates a batch in which some actions use a unit, some an offset, some both and some neither.</summary>
    private static OpenAiFive.Observation Observe(Draw draw, int batch, int? available = null)
    {
        int actions = available ?? draw.Integer(1, 30);
        Tensor present = draw.Legal(batch, actions);
        return new OpenAiFive.Observation
        {
            Globals = draw.Numbers(batch, 20),
            Units = draw.Numbers(batch, Units, 22),
            UnitsMask = draw.Legal(batch, Units),
            Available = draw.Numbers(batch, actions, 8),
            AvailableMask = present,
            ActionMask = draw.Among(present),
            DelayMask = draw.Legal(batch, 4),
            UnitMask = draw.Mask(batch, actions, Units).logical_and(draw.Mask(batch, actions, 1)),
            OffsetMask = draw.Mask(batch, actions, 81).logical_and(draw.Mask(batch, actions, 1)),
        };
    }

    private static double[] LogProb(OpenAiFive policy, OpenAiFive.Observation observation, OpenAiFive.Actions actions)
    {
        Formulas formulas = new(policy);
        EntityEncoding units = policy.Units.call(observation.Units, observation.UnitsMask, null);
        EntityEncoding available = policy.Available.call(observation.Available, observation.AvailableMask, null);
        double[][] latent = Formulas.Rows(policy.Core.call(cat([available.Pooled, policy.Globals.call(observation.Globals), units.Pooled],
            1)));
        double[][][] unitEncodings = Formulas.Tables(units.Entities);
        double[][][] actionEncodings = Formulas.Tables(available.Entities);
        bool[][] actionMask = Formulas.Masks(observation.ActionMask!.logical_and(observation.AvailableMask));
        bool[][] delayMask = Formulas.Masks(observation.DelayMask!);
        bool[][][] unitMask = Formulas.MaskTables(observation.UnitMask!.logical_and(observation.UnitsMask.unsqueeze(1)));
        bool[][][] offsetMask = Formulas.MaskTables(observation.OffsetMask!);
        long[] chosen = Same.Integers(actions.Action);
        long[] delays = Same.Integers(actions.Delay);
        long[] targets = Same.Integers(actions.Unit);
        long[] offsets = Same.Integers(actions.Offset);

        return [.. latent.Select((known, row) =>
        {
            double[] action = Formulas.Mean(actionEncodings[row], chosen[row]);
            double[] unit = formulas.Point("Unit", formulas.Given("Unit", known, action), unitEncodings[row]);
            double[] offset = formulas.Linear("Offset", formulas.Given("Offset", known, action));
            return Formulas.LogProb(formulas.Point("Action", known, actionEncodings[row]), actionMask[row], chosen[row])
                + Formulas.LogProb(formulas.Linear("Delay", formulas.Given("Delay", known, action)), delayMask[row], delays[row])
                + Formulas.LogProb(unit, unitMask[row][chosen[row]], targets[row])
                + Formulas.LogProb(offset, offsetMask[row][chosen[row]], offsets[row]);
        })];
    }
}
