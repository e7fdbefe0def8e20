using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

public class AlphaStarTests
{
    private static readonly long[] OnUnits = [Function.AttackUnit, Function.SmartUnit, Function.MoveUnit, Function.PatrolUnit];
    private static readonly long[] OnPlaces = [Function.SmartPoint, Function.AttackPoint, Function.MovePoint, Function.PatrolPoint];

    [Fact]
    public void ItActsEvaluatesAndLearns() =>
        SystemAssert.Learns(() => new AlphaStar(), (draw, batch) => Observe(draw, batch, units: draw.Integer(20, 90)));

    [Fact]
    public void JointLogProbability_EqualsTheReferenceComputation()
    {
        using AlphaStar policy = new();
        SystemAssert.LogProbIs(
            policy,
            (draw, batch) => Observe(draw, batch, units: draw.Integer(1, 90)),
            (observation, actions) => LogProb(policy, observation, actions)
        );
    }

    [Fact]
    public void WithTheMaximumOfUnits_JointLogProbability_EqualsTheReferenceComputation()
    {
        using AlphaStar policy = new();
        SystemAssert.LogProbIs(
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

    /// <summary>
    /// Returns masks in which two of four environments allow only functions with a target, because most functions have none.
    /// </summary>
    private static Tensor Functions(Draw draw, int batch)
    {
        bool[][] mask = Formulas.Masks(draw.Legal(batch, 573));
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
        Formulas formulas = new(policy);
        EntityEncoding units = policy.Units.call(observation.Units, observation.UnitsMask, null);
        GridEncoding map = policy.Map.call(observation.Map);
        double[][] latent = Formulas.Rows(policy.Core.call(cat([policy.Globals.call(observation.Globals), map.Pooled, units.Pooled], 1)));
        double[][][] encodings = Formulas.Tables(units.Entities);
        double[][][] cells = Formulas.Tables(map.Cells.flatten(1, 2));
        bool[][] functionMask = Formulas.Masks(observation.FunctionMask!);
        bool[][] delayMask = Formulas.Masks(observation.DelayMask!);
        bool[][] queuedMask = Formulas.Masks(observation.QueuedMask!);
        bool[][] selectedMask = Formulas.Masks(observation.SelectedMask!.logical_and(observation.UnitsMask));
        bool[][] targetMask = Formulas.Masks(observation.TargetMask!.logical_and(observation.UnitsMask));
        bool[][] placeMask = Formulas.Masks(observation.PlaceMask!.flatten(1));
        long[] functions = Same.Integers(actions.Function);
        long[] delays = Same.Integers(actions.Delay);
        long[] queues = Same.Integers(actions.Queued);
        long[][] selections = Formulas.Actions(actions.Selected);
        long[] targets = Same.Integers(actions.Target);
        long[] places = Same.Integers(actions.Place);

        return [.. latent.Select((known, row) =>
        {
            double[] function = Formulas.One(functions[row], 573);
            double[] delay = Formulas.One(delays[row], 128);
            double[] queued = Formulas.One(queues[row], 2);
            double[] selected = Formulas.Mean(encodings[row], selections[row]);

            double logProb = Formulas.LogProb(formulas.Linear("Function", known), functionMask[row], functions[row]);
            logProb += Formulas.LogProb(formulas.Linear("Delay", formulas.Given("Delay", known, function)), delayMask[row], delays[row]);
            logProb += Formulas.LogProb(formulas.Linear("Queued", formulas.Given("Queued", known, delay, function)), queuedMask[row],
                queues[row]);
            logProb += formulas.Pick("Selected", formulas.Given("Selected", known, delay, function, queued), encodings[row],
                selectedMask[row], selections[row], atLeast: 1);
            if (OnUnits.Contains(functions[row]))
            {
                double[] given = formulas.Given("Target", known, delay, function, queued, selected);
                double[] logits = formulas.Point("Target", given, encodings[row]);
                logProb += Formulas.LogProb(logits, targetMask[row], targets[row]);
            }

            if (OnPlaces.Contains(functions[row]))
            {
                double[] logits = formulas.Point("Place", formulas.Given("Place", known, delay, function, queued, selected), cells[row]);
                logProb += Formulas.LogProb(logits, placeMask[row], places[row]);
            }

            return logProb;
        })];
    }
}
