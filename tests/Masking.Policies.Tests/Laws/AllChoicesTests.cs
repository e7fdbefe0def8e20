using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>The log-probabilities of all choices, cross-entropies, and probabilities at a temperature, of declared heads.</summary>
public sealed class AllChoicesTests
{
    [Theory, EveryPolicy]
    public void LogProbs_AreTheLogarithmsOfTheProbabilities(string policy) => ForEveryHead(policy, (distribution, head) =>
        Same.Nearly(distribution.Probs(head.Name), distribution.LogProbs(head.Name).exp(), head.Name));

    [Theory, EveryPolicy]
    public void CrossEntropyOfItself_IsTheEntropyOfEachActor(string policy) => ForEveryHead(policy, (distribution, head) =>
    {
        Tensor probs = distribution.Probs(head.Name);
        Tensor entropy = where(probs.gt(Constant.Of(0)), probs.mul(probs.log()), zeros_like(probs)).sum(-1).neg();

        Same.Nearly(entropy, distribution.CrossEntropy(head.Name, probs), head.Name);
    });

    [Theory, EveryPolicy]
    public void TargetOnAMaskedChoice_IsInfinite_AndThatOfAnAbsentActor_IsIgnored(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            SubjectDistribution distribution = subject.Forward(observation);
            foreach (HeadSpec head in subject.Spec.Heads)
            {
                Tensor legal = subject.Legal(head, observation);
                Tensor isInfinite = legal.all(-1).logical_not().logical_and(subject.Present(head, observation));

                Tensor crossEntropy = distribution.CrossEntropy(head.Name, ones(legal.shape));

                Assert.Equal(Same.Booleans(isInfinite), Same.Numbers(crossEntropy).Select(double.IsPositiveInfinity));
            }
        });
    }

    [Theory, EveryPolicy]
    public void Temperature_AppliesToEveryHead(string policy)
    {
        const double Temperature = 2.5;
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
            SubjectDistribution distribution = subject.Forward(observation);
            Tensor expected = zeros(options.Batch);
            for (int i = 0; i < actions.Length; i++)
            {
                string head = subject.Spec.Heads[i].Name;
                Tensor powers = distribution.Probs(head).pow(Constant.Of(1 / Temperature));
                Tensor tempered = distribution.ProbsAt(head, Temperature);
                Same.Nearly(powers.div(powers.sum(-1, keepdim: true).clamp_min(Constant.Of(1e-30))), tempered, head);
                Tensor chosen = cat([ones_like(tempered.narrow(-1, 0, 0).sum(-1, keepdim: true)), tempered], -1)
                    .gather(-1, actions[i].Plus(1).unsqueeze(-1));
                expected = expected.Plus(chosen.log().flatten(1).sum(1));
            }

            Same.Nearly(expected, distribution.LogProb(actions, Temperature), policy);
            Same.Nearly(distribution.LogProb(actions), distribution.LogProb(actions, temperature: 1), policy);
        });
    }

    [Fact]
    public void HeadsWithParents_HaveTheirAxes()
    {
        using DisposeScope scope = NewDisposeScope();
        using GambitPolicy policy = new();
        using GambitPolicy.Batch batch = new(environments: 2, maxPieces: 4);
        batch.PiecesMask(0).Fill(true);
        batch.PiecesMask(1).Fill(true);
        batch.BecomesMask(0, to: 1, from: 2)[Promotion.Rook] = false;
        using GambitPolicy.Distribution distribution = policy.forward(batch.Observation);

        Tensor logProbs = distribution.BecomesLogProbs;
        Tensor target = zeros(2, 3, 4, 4);
        target[0, 1, 2, (int)Promotion.Queen] = tensor(1f);

        Assert.Equal([2, 3, 4, 4], logProbs.shape);
        Assert.Equal(float.NegativeInfinity, logProbs[0, 1, 2, (int)Promotion.Rook].item<float>());
        Assert.Equal(
            [-logProbs[0, 1, 2, (int)Promotion.Queen].item<float>(), 0], distribution.BecomesCrossEntropy(target).data<float>().ToArray());
        Assert.Equal([2, 3, 4, 4], distribution.BecomesProbsAt(0.5).shape);
        target[1, 1, 2, (int)Promotion.Rook] = tensor(1f);
        Assert.True(float.IsFinite(distribution.BecomesCrossEntropy(target)[1].item<float>()));
        target[0, 1, 2, (int)Promotion.Rook] = tensor(1f);
        Assert.Equal(float.PositiveInfinity, distribution.BecomesCrossEntropy(target)[0].item<float>());
    }

    [Fact]
    public void HeadsWhoseLogitsDependOnChoices_AreConditionalOnTheLastActions()
    {
        using DisposeScope scope = NewDisposeScope();
        using DraftPolicy policy = new();
        using DraftPolicy.Batch batch = new(environments: 2, maxPlayers: 3);
        batch.PlayersMask(0).Fill(true);
        batch.PlayersMask(1).Fill(true);
        using DraftPolicy.Distribution distribution = policy.forward(batch.Observation);
        DraftPolicy.Actions actions = distribution.Sample(new RandomStream(1), temperature: 2);

        Assert.Equal([2, 2, 4], distribution.TeamLogProbs.shape);
        Same.Nearly(distribution.TeamProbs, distribution.TeamLogProbs.exp(), "Team");
        Same.Nearly(distribution.RiskProbs, distribution.RiskLogProbs.exp(), "Risk");
        Same.Nearly(distribution.OpeningProbs, distribution.OpeningLogProbs.exp(), "Opening");
        Assert.Equal([2], distribution.TeamCrossEntropy(distribution.TeamProbs).shape);
        Same.Nearly(distribution.LogProb(actions), distribution.LogProb(actions, temperature: 1), "joint");
        Assert.All(distribution.LogProb(actions, temperature: 2).data<float>().ToArray(), logProb => Assert.True(float.IsFinite(logProb)));
    }

    [Fact]
    public void Sample_HasTheProbabilitiesOfItsTemperature()
    {
        const int Draws = 100_000;
        const double Temperature = 0.4;
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        using SkirmishPolicy policy = new();
        Tensor rows = zeros(Draws, ScalarType.Int64);
        SkirmishPolicy.Observation observation = new()
        {
            Globals = randn(1, 12),
            Units = randn(1, 2, 9),
            UnitsMask = ones(1, 2, ScalarType.Bool),
            CommandMask = tensor(new[] { true, true, false, true }).unsqueeze(0),
            HeadingMask = null,
            TargetMask = null,
        };
        using (no_grad())
        {
            policy.get_parameter("Command.bias")!.copy_(tensor(new[] { 0f, 0.8f, 0, -0.5f }));
        }

        using SkirmishPolicy.Distribution distribution = policy.forward(observation.Select(rows));
        long[] commands = distribution.Sample(new RandomStream(1), Temperature).Command.data<long>().ToArray();

        float[] probs = distribution.CommandProbsAt(Temperature)[0].data<float>().ToArray();
        Assert.All(probs, (p, choice) => Assert.Equal(
            p, commands.Count(command => command == choice) / (double)Draws, 5.5 * Math.Sqrt((p * (1 - p) / Draws) + 1e-12)));
    }

    private static void ForEveryHead(string policy, Action<SubjectDistribution, HeadSpec> assertion)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            SubjectDistribution distribution = subject.Forward(subject.Observe(options));
            foreach (HeadSpec head in subject.Spec.Heads)
            {
                assertion(distribution, head);
            }
        });
    }
}
