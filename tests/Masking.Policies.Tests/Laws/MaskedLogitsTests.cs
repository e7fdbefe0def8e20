using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class MaskedLogitsTests
{
    [Theory, EveryPolicy]
    public void WhatAMaskedChoiceWouldScore_ChangesNoValueAndNoGradient(string policy)
    {
        Property.Holds(
            Scene.Filled,
            scene =>
            {
                using Subject subject = Policies.Make(policy, scene.Seed % 1000);
                Tensor?[] observation = WithoutFirstChoices(subject, subject.Observe(scene with { NullMasks = 0 }));
                Tensor[] actions = subject.Act(observation, new RandomStream(scene.Seed)).Actions;
                Snapshot before = Snapshot.Of(subject, observation, actions);

                foreach (double bias in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e30 })
                {
                    PerturbFirstChoices(subject, bias);
                    before.EqualsExactly(Snapshot.Of(subject, observation, actions));
                }
            },
            cases: 10
        );
    }

    [Theory, EveryPolicy]
    public void MaskedChoices_HaveGradientZero(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            Scene.Filled,
            scene =>
            {
                Tensor?[] observation = WithoutFirstChoices(subject, subject.Observe(scene with { NullMasks = 0 }));
                Snapshot snapshot = Snapshot.Of(subject, observation, subject.Act(observation, new RandomStream(scene.Seed)).Actions);

                foreach (HeadSpec head in ValueHeads(subject))
                {
                    Same.Zero(snapshot[$"gradient of {head.Name}.bias"][0], head.Name);
                    Same.Zero(snapshot[$"gradient of {head.Name}.weight"][0], head.Name);
                }
            }
        );
    }

    [Theory, EveryPolicy]
    public void MaskedChoices_HaveProbabilityZero_AndLegalOnesSumToOne(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            Scene.Any,
            scene =>
            {
                Tensor?[] observation = subject.Observe(scene);
                SubjectDistribution distribution = subject.Forward(observation);

                foreach (HeadSpec head in subject.Spec.Heads)
                {
                    Tensor legal = subject.Legal(head, observation);
                    Tensor probs = distribution.Probs(head.Name);
                    Same.Zero(probs.masked_select(legal.logical_not()), head.Name);
                    Same.Nearly(legal.any(-1).to(ScalarType.Float32), probs.sum(-1), head.Name);
                }
            }
        );
    }

    [Theory, EveryPolicy]
    public void LegalChoices_MayScoreAnythingFinite(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Dictionary<string, Parameter> parameters = subject
            .Module.named_parameters()
            .ToDictionary(pair => pair.name, pair => pair.parameter);
        Property.Holds(
            Scene.Filled,
            scene =>
            {
                Tensor?[] observation = subject.Observe(scene);
                foreach (double score in new[] { -1e9, -1e38, 1e38 })
                {
                    using (no_grad())
                    {
                        ValueHeads(subject).ToList().ForEach(head => parameters[$"{head.Name}.bias"].fill_(Constant.Of(score)));
                    }

                    SubjectDistribution distribution = subject.Forward(observation);
                    foreach (HeadSpec head in ValueHeads(subject))
                    {
                        // So large a number leaves nothing of what the weights add to it.
                        Tensor legal = subject.Legal(head, observation).to(ScalarType.Float32);
                        Same.Nearly(
                            legal.div(legal.sum(-1, keepdim: true).clamp_min(Constant.Of(1))),
                            distribution.Probs(head.Name),
                            head.Name
                        );
                    }

                    subject.AssertLegal(observation, distribution.Sample(new RandomStream(scene.Seed)));
                    Same.Finite(distribution.Entropy(), "entropy");
                }
            },
            cases: 5
        );
    }

    [Theory, EveryPolicy]
    public void LegalChoices_HaveGradients(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new Scene(3, Batch: 64, Legality: 0.8, Presence: 0.8));
        Snapshot snapshot = Snapshot.Of(subject, observation, subject.Act(observation, new RandomStream(3)).Actions);

        foreach (HeadSpec head in ValueHeads(subject))
        {
            Assert.All(Same.Numbers(snapshot[$"gradient of {head.Name}.bias"]), gradient => Assert.NotEqual(0, gradient));
        }
    }

    private static IEnumerable<HeadSpec> ValueHeads(Subject subject) => subject.Spec.Heads.Where(head => !head.IsPointer);

    /// <summary>The first choice of every value head is masked everywhere, the second nowhere.</summary>
    private static Tensor?[] WithoutFirstChoices(Subject subject, Tensor?[] observation)
    {
        Tensor?[] changed = [.. observation];
        foreach (HeadSpec head in ValueHeads(subject))
        {
            int member = subject.Spec.IndexOf(head.Mask);
            Tensor mask = changed[member]!.clone();
            mask.select(-1, 0).fill_(Constant.Of(false));
            mask.select(-1, 1).fill_(Constant.Of(true));
            changed[member] = mask;
        }

        return changed;
    }

    private static void PerturbFirstChoices(Subject subject, double bias)
    {
        using IDisposable frozen = no_grad();
        Dictionary<string, Parameter> parameters = subject
            .Module.named_parameters()
            .ToDictionary(pair => pair.name, pair => pair.parameter);
        foreach (HeadSpec head in ValueHeads(subject))
        {
            parameters[$"{head.Name}.weight"].select(0, 0).normal_(0, 100);
            parameters[$"{head.Name}.bias"].select(0, 0).fill_(Constant.Of(bias));
        }
    }
}
