using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>
/// Policies with heads of every kind that have few joint actions, so that all of them are sampled. Log-probability, entropy and divergence
/// are compared over all joint actions.
/// </summary>
public class JointActionsTests
{
    private const int Draws = 30_000;
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OfOneAgent_WithBitsAndARecordStruct(int seed) => Check(() => new DrillPolicy(), seed, batch => new DrillPolicy.Observation
    {
        Ground = randn(batch, 3, ScalarType.Float64),
        ManeuverMask = Mask(batch, 10),
        MarchMask = null,
        SignalsMask = Mask(batch, 2, 2),
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void WithAMaskForEachCell(int seed) => Check(() => new SurveyPolicy(), seed, batch => new SurveyPolicy.Observation
    {
        Ground = randn(batch, 2, 2, 3, ScalarType.Float64),
        GroundMask = zeros(batch, 2, 3, ScalarType.Bool),
        SiteMask = Mask(batch, 2, 3).logical_or(tensor(new[] { true, false, false })),
        ToolMask = Mask(batch, 2, 3, 3),
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void OfManyAgents_WithBitsAndRecords(int seed) => Check(() => new PlatoonPolicy(), seed, batch => new PlatoonPolicy.Observation
    {
        Soldiers = randn(batch, 3, 2, ScalarType.Float64),
        SoldiersMask = tensor(new[] { true, false, true }).expand(batch, 3),
        ManeuversMask = Mask(batch, 3, 10).logical_and(rand(batch, 3, 10).lt(Constant.Of(0.6))),
        WatchMask = Mask(batch, 3, 2),
        SignalsMask = Mask(batch, 3, 2, 2),
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OfHeadsThatAreGivenOthers(int seed) => Check(() => new DraftPolicy(), seed, batch => new DraftPolicy.Observation
    {
        Players = randn(batch, 3, 2, ScalarType.Float64),
        PlayersMask = tensor(new[] { true, true, seed != 1 }).expand(batch, 3),
        RiskMask = Mask(batch, 3, 2),
        PlanMask = Mask(batch, 3).logical_or(tensor(new[] { true, false, false })),
        CaptainMask = Mask(batch, 3).logical_or(tensor(new[] { false, true, false })),
        TeamMask = null,
        SignalsMask = Mask(batch, 2),
        OpeningMask = rand(batch, 10).lt(Constant.Of(0.4)),
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void OfManyAgentsWithSubsets(int seed) => Check(() => new RosterPolicy(), seed, batch => new RosterPolicy.Observation
    {
        Coaches = randn(batch, 2, 3, ScalarType.Float64),
        CoachesMask = tensor(new[] { true, seed == 1 }).expand(batch, 2),
        Players = randn(batch, 3, 2, ScalarType.Float64),
        PlayersMask = tensor(new[] { true, seed == 2, true }).expand(batch, 3),
        BidsMask = null,
        RosterMask = Mask(batch, 2, 3),
    });

    /// <summary>The gradient of the exact entropy, for policies whose logits do not depend on choices.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void EntropyGradient_EqualsFiniteDifferences(int seed)
    {
        const double Step = 1e-6;
        using DisposeScope scope = NewDisposeScope();
        using DrillPolicy policy = Random(() => new DrillPolicy(), seed);
        DrillPolicy.Observation observation = new()
        {
            Ground = randn(4, 3, ScalarType.Float64),
            ManeuverMask = Mask(4, 10),
            MarchMask = null,
            SignalsMask = Mask(4, 2, 2),
        };
        Tensor Entropy() => policy.forward(observation).Entropy().sum();

        Entropy().backward();
        foreach (
            (string name, TorchSharp.Modules.Parameter parameter) in policy
                .named_parameters()
                .Where(each => !each.name.StartsWith("Value", StringComparison.Ordinal))
        )
        {
            Tensor direction = randn_like(parameter).detach();
            double expected = parameter.grad!.mul(direction).sum().item<double>();
            double above = Moved(parameter, direction, Step, Entropy);
            double below = Moved(parameter, direction, -Step, Entropy);
            Assert.True(
                Math.Abs(expected - ((above - below) / (2 * Step))) < 1e-6,
                $"{name}: {expected} against {(above - below) / (2 * Step)}"
            );
        }
    }

    private static void Check<TObservation, TActions, TDistribution>(
        Func<MaskedPolicy<TObservation, TActions, TDistribution>> make, int seed, Func<long, TObservation> observe)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : class, IPolicyDistribution<TDistribution, TActions>
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedPolicy<TObservation, TActions, TDistribution> policy = Random(make, seed);
        using MaskedPolicy<TObservation, TActions, TDistribution> other = Random(make, seed + 100);
        manual_seed(seed);
        TObservation one = observe(1);
        TObservation Repeated(long times) => one.Select(zeros(times, ScalarType.Int64));

        // A high temperature also samples improbable actions, but no action of probability 0.
        TDistribution many = policy.forward(Repeated(Draws));
        RandomStream stream = new(seed);
        TActions drawn = new[] { many.Sample(stream, 4), many.Sample(stream, 20), many.Sample(stream, 100) }.Concatenate();
        TActions all = drawn.Select(Distinct(drawn));
        int count = (int)all.ToTensors()[0]!.size(0);
        TDistribution distribution = policy.forward(Repeated(count));

        double[] logProbs = Same.Numbers(distribution.LogProb(all));
        double[] probs = [.. logProbs.Select(Math.Exp)];
        Assert.Equal(1, probs.Sum(), Tolerance);

        double entropy = -probs.Zip(logProbs, (p, logP) => p * logP).Sum();
        Assert.Equal(entropy, Mean(probs, distribution.Entropy()), Tolerance);
        using Evaluation evaluation = policy.Evaluate(Repeated(count), all);
        Assert.Equal(entropy, Mean(probs, evaluation.Entropy), Tolerance);
        Same.Nearly(distribution.LogProb(all), evaluation.LogProb, "log-probability", 1e-12);

        TDistribution q = other.forward(Repeated(count));
        double divergence = probs.Zip(logProbs.Zip(Same.Numbers(q.LogProb(all)), (p, logQ) => p - logQ), (p, ratio) => p * ratio).Sum();
        Assert.Equal(divergence, Mean(probs, distribution.KlDivergence(q)), Tolerance);

        AreDrawnAsOften(probs, all, many.Sample(new RandomStream(seed + 1)));
        Assert.Contains(Keys(policy.ActGreedily(one).Actions).Single(), Keys(all));
    }

    private static TPolicy Random<TPolicy>(Func<TPolicy> make, int seed) where TPolicy : nn.Module
    {
        TPolicy policy = make();
        policy.to(ScalarType.Float64);
        Weights.Randomise(policy, seed);
        return policy;
    }

    private static double Mean(double[] probs, Tensor perRow) => probs.Zip(Same.Numbers(perRow), (p, number) => p * number).Sum();

    private static double Moved(Tensor parameter, Tensor direction, double step, Func<Tensor> result)
    {
        using IDisposable frozen = no_grad();
        parameter.add_(direction, Constant.Of(step));
        double moved = result().item<double>();
        parameter.add_(direction, Constant.Of(-step));
        return moved;
    }

    /// <summary>Returns the first row of every joint action that occurs.</summary>
    private static Tensor Distinct<TActions>(TActions actions) where TActions : ITensorRecord<TActions> =>
        tensor(Keys(actions).Select((key, row) => (key, row)).DistinctBy(each => each.key).Select(each => (long)each.row).ToArray());

    private static string[] Keys<TActions>(TActions actions) where TActions : ITensorRecord<TActions>
    {
        long[][] heads = [.. actions.ToTensors().Select(tensor => Same.Integers(tensor!))];
        int rows = (int)actions.ToTensors()[0]!.size(0);
        return
        [
            .. Enumerable
                .Range(0, rows)
                .Select(row => string.Join(' ', heads.SelectMany(head => head.Skip(row * (head.Length / rows)).Take(head.Length / rows)))),
        ];
    }

    /// <summary>The tolerance, which a correct sampler exceeds with a probability of one in a million.</summary>
    private static void AreDrawnAsOften<TActions>(double[] probs, TActions all, TActions drawn) where TActions : ITensorRecord<TActions>
    {
        Dictionary<string, int> counts = Keys(drawn).CountBy(key => key).ToDictionary();
        string[] keys = Keys(all);
        Assert.Empty(counts.Keys.Except(keys));
        for (int i = 0; i < keys.Length; i++)
        {
            double deviation = Math.Sqrt(Draws * probs[i] * (1 - probs[i]));
            Assert.Equal(Draws * probs[i], counts.GetValueOrDefault(keys[i]), (6 * deviation) + 3);
        }
    }

    private static Tensor Mask(params long[] shape) => rand(shape).lt(Constant.Of(0.8));
}
