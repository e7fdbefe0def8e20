using Masking.Policies.Tests.Systems;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Heads that choose numbers from intervals: alone, conditional, in record structs, and of every entity and cell.</summary>
public class NumberTests
{
    public static TheoryData<string> All => NumberPolicies.Names;

    [Theory, MemberData(nameof(All))]
    public void EveryDraw_HasAFiniteDensity_AndTheBitsOfItsEvaluation(string policy)
    {
        using Subject subject = NumberPolicies.Make(policy);
        for (int seed = 0; seed < 20; seed++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor?[] observation = NumberPolicies.Observe(subject, seed, batch: 7);
            foreach (SubjectStep step in new[] { subject.Act(observation, new RandomStream(seed)), subject.ActGreedily(observation) })
            {
                Same.Finite(step.LogProb, $"log-probability, seed {seed}");
                SubjectEvaluation evaluation = subject.Evaluate(observation, step.Actions);
                Same.Exactly(step.LogProb, evaluation.LogProb, $"log-probability, seed {seed}");
                Same.Finite(evaluation.Entropy, $"entropy, seed {seed}");
                SubjectDistribution distribution = subject.Forward(observation);
                Tensor sum = distribution.HeadLogProbs(step.Actions)
                    .Select(head => head.LogProb.reshape(7, -1).sum(1)).Aggregate((left, right) => left.Plus(right));
                Same.Nearly(step.LogProb, sum, $"sum over the heads, seed {seed}");
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void BothEngines_Agree(string policy)
    {
        using Subject fused = NumberPolicies.Make(policy);
        using Subject reference = NumberPolicies.Make(policy, precision: ScalarType.Float64);
        using Subject fusedOther = NumberPolicies.Make(policy, seed: 2);
        using Subject referenceOther = NumberPolicies.Make(policy, seed: 2, precision: ScalarType.Float64);
        for (int seed = 0; seed < 10; seed++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor?[] single = NumberPolicies.Observe(fused, seed, batch: 5);
            Tensor?[] twofold = NumberPolicies.Observe(reference, seed, batch: 5);
            Tensor[] actions = fused.Act(single, new RandomStream(seed)).Actions;
            SubjectEvaluation expected = reference.Evaluate(twofold, actions);
            SubjectEvaluation actual = fused.Evaluate(single, actions);

            string what = $"seed {seed}";
            Same.Nearly(expected.LogProb.to(ScalarType.Float32), actual.LogProb, what);
            Same.Nearly(expected.Entropy.to(ScalarType.Float32), actual.Entropy, what);
            Gradients(fused, actual).Zip(Gradients(reference, expected)).ToList().ForEach(pair =>
                Same.Nearly(pair.Second.to(ScalarType.Float32), pair.First, what, tolerance: 1e-4));
            SubjectDistribution p = fused.Forward(single);
            SubjectDistribution q = reference.Forward(twofold);
            p.LogProb(actions);
            q.LogProb(actions);
            Same.Nearly(
                q.KlDivergence(referenceOther.Forward(twofold)).to(ScalarType.Float32),
                p.KlDivergence(fusedOther.Forward(single)), what, tolerance: 1e-4);
            Same.Nearly(q.LogProb(actions, 2.5).to(ScalarType.Float32), p.LogProb(actions, 2.5), what, tolerance: 1e-4);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void NullRanges_HaveTheBitsOfTheDeclaredIntervals(string policy)
    {
        using Subject subject = NumberPolicies.Make(policy);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = NumberPolicies.Observe(subject, seed: 3, batch: 6, withNull: false);
        Tensor?[] wide =
        [
            .. observation.Select(tensor => IsRange(tensor) ? tensor!.mul(zeros_like(tensor!)).nan_to_num()
                .Plus(where(IsHigh(tensor!), full_like(tensor!, Constant.Of(1e9)), full_like(tensor!, Constant.Of(-1e9)))) : tensor),
        ];
        Tensor?[] none = [.. observation.Select(tensor => IsRange(tensor) ? null : tensor)];
        SubjectStep first = subject.Act(wide, new RandomStream(1));
        SubjectStep second = subject.Act(none, new RandomStream(1));

        Same.Exactly(first.LogProb, second.LogProb, "log-probability");
        first.Actions.Zip(second.Actions).ToList().ForEach(pair => Same.Exactly(pair.First, pair.Second, "actions"));
        Same.Exactly(
            subject.Evaluate(wide, first.Actions).Entropy, subject.Evaluate(none, first.Actions).Entropy, "entropy");

        bool IsRange(Tensor? tensor) => tensor is not null && tensor.is_floating_point() && tensor.size(-1) == 2
            && Array.IndexOf(observation, tensor) > 1;
        static Tensor IsHigh(Tensor range) => Constant.Range(2).eq(Constant.Of(1)).expand(range.shape);
    }

    [Theory, MemberData(nameof(All))]
    public void Rows_DoNotAffectEachOther_AndConcatenate(string policy)
    {
        using Subject subject = NumberPolicies.Make(policy, precision: ScalarType.Float64);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] first = NumberPolicies.Observe(subject, seed: 4, batch: 3, withNull: false);
        Tensor?[] second = NumberPolicies.Observe(subject, seed: 5, batch: 2, withNull: false);
        IReadOnlyList<Tensor?> both = subject.Concatenate(first, second);
        Tensor[] ofFirst = subject.Act(first, new RandomStream(1)).Actions;
        Tensor[] ofSecond = subject.Act(second, new RandomStream(1, firstRow: 3)).Actions;
        SubjectStep ofBoth = subject.Act(both, new RandomStream(1));

        IReadOnlyList<Tensor?> joined = subject.ConcatenateActions(ofFirst, ofSecond);
        joined.Zip(ofBoth.Actions).ToList().ForEach(pair => Same.Exactly(pair.First!, pair.Second, "actions"));
        Same.Nearly(
            cat([subject.Evaluate(first, ofFirst).LogProb, subject.Evaluate(second, ofSecond).LogProb]), ofBoth.LogProb, "log-probability",
            tolerance: 1e-9);
    }

    [Theory, MemberData(nameof(All))]
    public void Rollouts_KeepEveryBit_AndTheRatioIsExactly1(string policy)
    {
        const int Environments = 8;
        using Subject subject = NumberPolicies.Make(policy);
        for (int seed = 0; seed < 6; seed++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor?[] observation = NumberPolicies.Observe(subject, seed, Environments);
            SubjectRollout rollout = subject.NewRollout(1, Environments, 4, observation);
            SubjectStep step = rollout.Act(observation, new RandomStream(seed));
            rollout.AddOutcome(new float[Environments], new bool[Environments], []);
            rollout.ComputeAdvantages(0.99, 0.95, new float[Environments]);
            SubjectMinibatch all = rollout.All();

            step.Actions.Zip(all.Actions).ToList().ForEach(pair => Same.Exactly(pair.First, pair.Second, "actions"));
            Tensor ratio = subject.Evaluate(all.Observation, all.Actions).LogProb.sub(all.LogProb).exp();
            Assert.All(Same.Numbers(ratio), number => Assert.Equal(1, number));
            Assert.InRange(rollout.LegalFraction, 0, 1);
            Assert.Equal(HeadsOf(policy), rollout.LegalFractions.Count);
        }
    }

    /// <summary>
    /// Probability, entropy and divergence of every number of the agent, compared with quadrature over its interval in float64.
    /// </summary>
    [Fact]
    public void Density_IntegratesToOne_AndEntropyAndDivergenceAreItsIntegrals()
    {
        const int Panels = 4000;
        using DisposeScope scope = NewDisposeScope();
        using Subject subject = NumberPolicies.Make(nameof(TankPolicy), precision: ScalarType.Float64);
        using Subject other = NumberPolicies.Make(nameof(TankPolicy), seed: 2, precision: ScalarType.Float64);
        for (int seed = 0; seed < 5; seed++)
        {
            Tensor?[] observation = NumberPolicies.Observe(subject, seed, batch: 1, withNull: false);
            observation[3] = tensor(new[] { 2f, 5.5f }).reshape(1, 2);
            SubjectDistribution p = subject.Forward(observation);
            SubjectDistribution q = other.Forward(observation);
            IReadOnlyList<Tensor?> repeated = subject.Select(observation, zeros(Panels + 1, ScalarType.Int64));
            Tensor[] actions = [.. p.Sample(new RandomStream(1)).Select(tensor => tensor.expand(Panels + 1).clone())];
            actions[2] = linspace(2, 5.5, Panels + 1, ScalarType.Float64).to(ScalarType.Float32);
            double[] logP = Same.Numbers(subject.Forward(repeated).LogProb("Speed", actions));
            double[] logQ = Same.Numbers(other.Forward(repeated).LogProb("Speed", actions));
            double entropy = Same.Numbers(p.HeadEntropies(actions).Single(head => head.Head == "Speed").Entropy).Single();

            Assert.Equal(1, Simpson(logP.Select(Math.Exp)), 1e-6);
            Assert.Equal(entropy, Simpson(logP.Select(log => -Math.Exp(log) * log)), 2e-6);
            using MaskedInterval mine = new(Parameter(p, "Speed", "Location"), Parameter(p, "Speed", "Scale"), Ends());
            using MaskedInterval others = new(Parameter(q, "Speed", "Location"), Parameter(q, "Speed", "Scale"), Ends());
            Assert.Equal(
                Same.Numbers(mine.KlDivergence(others)).Single(),
                Simpson(logP.Zip(logQ, (a, b) => Math.Exp(a) * (a - b))), 2e-6);
        }

        static Tensor Ends() => tensor(new[] { 2.0, 5.5 }).reshape(1, 2);

        static double Simpson(IEnumerable<double> values) => values.Select((value, i) =>
            value * (i is 0 or Panels ? 1 : i % 2 == 1 ? 4 : 2)).Sum() * 3.5 / Panels / 3;
    }

    /// <summary>The joint entropy and divergence, compared with the sum over the choices of the parent.</summary>
    [Fact]
    public void JointEntropyAndDivergence_AreExact()
    {
        using DisposeScope scope = NewDisposeScope();
        using Subject subject = NumberPolicies.Make(nameof(TankPolicy));
        using Subject other = NumberPolicies.Make(nameof(TankPolicy), seed: 2);
        for (int seed = 0; seed < 10; seed++)
        {
            const int Batch = 6;
            Tensor?[] observation = NumberPolicies.Observe(subject, seed, Batch, withNull: false);
            SubjectDistribution p = subject.Forward(observation);
            SubjectDistribution q = other.Forward(observation);
            Tensor command = p.Probs("Command");
            MaskedCategorical commands = new(command.log(), observation[1]);
            MaskedCategorical otherCommands = new(q.Probs("Command").log(), observation[1]);
            MaskedInterval[] own = [.. Intervals(p)];
            MaskedInterval[] others = [.. Intervals(q)];
            Tensor[] weights =
            [
                command.select(1, 2), ones(Batch), ones(Batch), command.select(1, 0), command.select(1, 1), command.select(1, 2),
            ];

            Tensor entropy = own.Zip(weights, (interval, weight) => interval.Entropy().mul(weight))
                .Aggregate(commands.Entropy(), (sum, term) => sum.Plus(term));
            Tensor divergence = own.Zip(others, (mine, their) => mine.KlDivergence(their)).Zip(weights, (term, weight) => term.mul(weight))
                .Aggregate(commands.KlDivergence(otherCommands), (sum, term) => sum.Plus(term));

            Same.Nearly(entropy, p.Entropy(), $"entropy, seed {seed}");
            Same.Nearly(divergence, p.KlDivergence(q), $"divergence, seed {seed}");

            IEnumerable<MaskedInterval> Intervals(SubjectDistribution distribution)
            {
                yield return new(Of("Angle", "Location"), Of("Angle", "Scale"), Within(observation[2]!, -180, 180));
                yield return new(Of("Speed", "Location"), Of("Speed", "Scale"), Within(observation[3]!, 0, 10));
                yield return new(Of("Charge", "Location"), Of("Charge", "Scale"), Within(observation[5]!, 1, 2));
                for (int choice = 0; choice < 3; choice++)
                {
                    yield return new(Of("Lean", "Location"), Of("Lean", "Scale"), Within(observation[4]!.select(1, choice), -0.5, 0.25));
                }

                Tensor Of(string head, string parameter) => Parameter(distribution, head, parameter);
            }
        }

        static Tensor Within(Tensor range, double low, double high) => stack(
            [range.select(1, 0).clamp_min(Constant.Of(low)), range.select(1, 1).clamp_max(Constant.Of(high))], -1);
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1e-2)]
    [InlineData(ScalarType.Float64, 1e-6)]
    public void Gradients_AreThoseOfFiniteDifferences(ScalarType type, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        using Subject subject = NumberPolicies.Make(nameof(TankPolicy), precision: type);
        using Subject exact = NumberPolicies.Make(nameof(TankPolicy), precision: ScalarType.Float64);
        Tensor?[] observation = NumberPolicies.Observe(subject, seed: 8, batch: 4, withNull: false);
        Tensor?[] precise = NumberPolicies.Observe(exact, seed: 8, batch: 4, withNull: false);
        Tensor[] actions = subject.Act(observation, new RandomStream(2)).Actions;
        Gradients(subject, subject.Evaluate(observation, actions));
        foreach (string head in new[] { "Angle", "Speed", "Lean", "Charge", "Command" })
        {
            Parameter bias = Named(exact, $"{head}.bias");
            double[] gradient = Same.Numbers(Named(subject, $"{head}.bias").grad!);
            for (int i = 0; i < gradient.Length; i++)
            {
                const double Step = 1e-6;
                double difference = (Loss(bias, i, Step) - Loss(bias, i, -Step)) / (2 * Step);
                Assert.Equal(difference, gradient[i], tolerance * (1 + Math.Abs(difference)));
            }
        }

        double Loss(Parameter bias, int index, double step)
        {
            using IDisposable frozen = no_grad();
            bias[index].add_(Constant.Of(step), Constant.Of(1));
            SubjectDistribution distribution = exact.Forward(precise);
            double loss = distribution.LogProb(actions).sum().item<double>() + (1.3 * distribution.Entropy().sum().item<double>());
            bias[index].add_(Constant.Of(-step), Constant.Of(1));
            return loss;
        }
    }

    /// <summary>A number enters other heads in half widths from the center of its interval, and no action as 0.</summary>
    [Theory]
    [InlineData(10, -1)]
    [InlineData(30, 0)]
    [InlineData(45, 0.75)]
    [InlineData(float.NaN, 0)]
    public void AChosenNumber_EntersOtherHeads_InHalfWidthsOfItsInterval(float angle, double entered)
    {
        using DisposeScope scope = NewDisposeScope();
        using AimPolicy policy = new();
        policy.to(ScalarType.Float64);
        Weights.Randomise(policy, seed: 3);
        Tensor view = tensor([0.3, -0.7, 0.2], [1, 3]);
        Tensor range = float.IsNaN(angle) ? tensor(new[] { 1f, 0f }, [1, 2]) : tensor(new[] { 10f, 50f }, [1, 2]);
        AimPolicy.Actions actions = new() { Angle = tensor(new[] { angle }), Power = tensor(new[] { 2L }) };
        AimPolicy.Distribution distribution = policy.forward(new() { View = view, AngleRange = range, PowerMask = null });
        Formulas formulas = new(policy);

        double[] latent = Same.Numbers(policy.Core.call(policy.View.call(view)));
        double[] logits = formulas.Linear("Power", formulas.Given("Power", latent, [entered]));

        Assert.Equal(
            Formulas.LogProb(logits, [true, true, true, true], 2),
            Same.Numbers(distribution.LogProb(actions)).Single() - Same.Numbers(distribution.AngleLogProb(actions)).Single(), 1e-10);
    }

    [Fact]
    public void ManyDraws_AreInTheirIntervals()
    {
        const int Rows = 1_000;
        const int Draws = 100_000 / (Rows * 3 * 4) + 1;                          // three numbers of four cars
        using Subject subject = NumberPolicies.Make(nameof(RallyPolicy));
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = NumberPolicies.Observe(subject, seed: 2, Rows, withNull: false);
        SubjectDistribution distribution = subject.Forward(observation);
        RandomStream stream = new(4);
        Tensor gap = observation[5]!;
        Tensor low = gap.select(-1, 0).clamp_min(Constant.Of(0));
        Tensor high = gap.select(-1, 1).clamp_max(Constant.Of(5));
        Tensor acts = observation[2]!.logical_and(low.le(high));
        for (int draw = 0; draw < Draws; draw++)
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor[] actions = distribution.Sample(stream);
            Tensor numbers = actions[2];
            Same.Exactly(acts, numbers.isnan().logical_not(), "actors with a number");
            Assert.True(numbers.ge(low).logical_and(numbers.le(high)).logical_or(acts.logical_not()).all().item<bool>());
            Tensor ends = observation[4]!;
            Tensor drives = actions[1];
            Tensor isIn = drives.ge(ends.select(-1, 0)).logical_and(drives.le(ends.select(-1, 1)));
            Assert.True(isIn.logical_or(drives.isnan()).all().item<bool>());
        }
    }

    private static Tensor[] Gradients(Subject subject, SubjectEvaluation evaluation)
    {
        subject.Module.zero_grad();
        evaluation.LogProb.sum().Plus(evaluation.Entropy.sum().mul(Constant.Of(1.3))).backward();
        return [.. subject.Module.named_parameters().Select(each => (each.parameter.grad ?? zeros_like(each.parameter)).clone())];
    }

    private static Parameter Named(Subject subject, string name) =>
        subject.Module.named_parameters().Single(each => each.name == name).parameter;

    private static Tensor Parameter(SubjectDistribution distribution, string head, string parameter) =>
        distribution.Property($"{head}{parameter}");

    private static int HeadsOf(string policy) => policy switch
    {
        nameof(TankPolicy) or nameof(RallyPolicy) => 5,
        _ => 4,
    };
}
