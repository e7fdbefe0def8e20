using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

public class AlphaStarTests
{
    private static readonly long[] OnUnits = [Function.AttackUnit, Function.SmartUnit, Function.MoveUnit, Function.PatrolUnit];
    private static readonly long[] OnPlaces = [Function.SmartPoint, Function.AttackPoint, Function.MovePoint, Function.PatrolPoint];

    [Fact]
    public void ItActs_JudgesWhatItDid_AndLearns() =>
        Trial.Learns(() => new AlphaStar(), (draw, batch) => Observe(draw, batch, units: draw.Integer(20, 90)));

    [Fact]
    public void TheJointLogProbability_IsTheOneByHand()
    {
        using AlphaStar policy = new();
        Trial.LogProbIs(
            policy,
            (draw, batch) => Observe(draw, batch, units: draw.Integer(1, 90)),
            (observation, actions) => LogProb(policy, observation, actions)
        );
    }

    [Fact]
    public void WithAsManyUnitsAsThereCanBe_TheJointLogProbability_IsTheOneByHand()
    {
        using AlphaStar policy = new();
        Trial.LogProbIs(
            policy,
            (draw, batch) => Observe(draw, batch, units: 512),
            (observation, actions) => LogProb(policy, observation, actions),
            cases: 1
        );
    }

    private static AlphaStar.Observation Observe(Draw draw, int batch, int units)
    {
        Tensor present = draw.Legal(batch, units);
        return new AlphaStar.Observation
        {
            Globals = draw.Numbers(batch, 40),
            Units = draw.Numbers(batch, units, 32),
            UnitsMask = present,
            Map = draw.Numbers(batch, 6, 16, 16),
            MapMask = draw.Mask(batch, 16, 16),
            FunctionMask = Functions(draw, batch),
            DelayMask = draw.Legal(batch, 128),
            QueuedMask = draw.Legal(batch, 2),
            SelectedMask = draw.Among(present),
            TargetMask = draw.Mask(batch, units),
            PlaceMask = draw.Mask(batch, 16, 16),
        };
    }

    /// <summary>Most of the functions have no target: two of four environments are asked for one that has.</summary>
    private static Tensor Functions(Draw draw, int batch)
    {
        bool[][] mask = ByHand.Masks(draw.Legal(batch, 573));
        for (int environment = 0; environment < batch; environment++)
        {
            if ((environment % 4) switch { 0 => OnUnits, 1 => OnPlaces, _ => null } is { } asked)
            {
                Array.Clear(mask[environment]);
                mask[environment][asked[draw.Integer(0, 3)]] = true;
                mask[environment][asked[draw.Integer(0, 3)]] = true;
            }
        }

        return Observing.Mask([.. mask.SelectMany(row => row)], batch, 573);
    }

    private static double[] LogProb(AlphaStar policy, AlphaStar.Observation observation, AlphaStar.Actions actions)
    {
        ByHand byHand = new(policy);
        EntityEncoding units = policy.Units.call(observation.Units, observation.UnitsMask, null);
        GridEncoding map = policy.Map.call(observation.Map);
        double[][] latent = ByHand.Rows(policy.Core.call(cat([policy.Globals.call(observation.Globals), map.Pooled, units.Pooled], 1)));
        double[][][] encodings = ByHand.Tables(units.Entities);
        double[][][] cells = ByHand.Tables(map.Cells.flatten(1, 2));
        bool[][] functionMask = ByHand.Masks(observation.FunctionMask!);
        bool[][] delayMask = ByHand.Masks(observation.DelayMask!);
        bool[][] queuedMask = ByHand.Masks(observation.QueuedMask!);
        bool[][] selectedMask = ByHand.Masks(observation.SelectedMask!.logical_and(observation.UnitsMask));
        bool[][] targetMask = ByHand.Masks(observation.TargetMask!.logical_and(observation.UnitsMask));
        bool[][] placeMask = ByHand.Masks(observation.PlaceMask!.flatten(1));
        long[] functions = Same.Integers(actions.Function);
        long[] delays = Same.Integers(actions.Delay);
        long[] queues = Same.Integers(actions.Queued);
        long[][] selections = ByHand.Actions(actions.Selected);
        long[] targets = Same.Integers(actions.Target);
        long[] places = Same.Integers(actions.Place);

        return [.. latent.Select((known, row) =>
        {
            double[] function = ByHand.One(functions[row], 573);
            double[] delay = ByHand.One(delays[row], 128);
            double[] queued = ByHand.One(queues[row], 2);
            double[] selected = ByHand.Mean(encodings[row], selections[row]);

            double logProb = ByHand.LogProb(byHand.Linear("Function", known), functionMask[row], functions[row]);
            logProb += ByHand.LogProb(byHand.Linear("Delay", byHand.Given("Delay", known, function)), delayMask[row], delays[row]);
            logProb += ByHand.LogProb(byHand.Linear("Queued", byHand.Given("Queued", known, delay, function)), queuedMask[row],
                queues[row]);
            logProb += byHand.Pick("Selected", byHand.Given("Selected", known, delay, function, queued), encodings[row],
                selectedMask[row], selections[row], atLeast: 1);
            if (OnUnits.Contains(functions[row]))
            {
                double[] logits = byHand.Point("Target", byHand.Given("Target", known, delay, function, queued, selected), encodings[row]);
                logProb += ByHand.LogProb(logits, targetMask[row], targets[row]);
            }

            if (OnPlaces.Contains(functions[row]))
            {
                double[] logits = byHand.Point("Place", byHand.Given("Place", known, delay, function, queued, selected), cells[row]);
                logProb += ByHand.LogProb(logits, placeMask[row], places[row]);
            }

            return logProb;
        })];
    }
}
