using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class MaskedLogitsTests
{
    [Theory, EveryPolicy]
    public void LogitsOfMaskedChoices_ChangeNoValueAndNoGradient(string policy)
    {
        Property.Holds(
            BatchOptions.Filled,
            options =>
            {
                using Subject subject = Policies.Make(policy, options.Seed % 1000);
                Tensor?[] observation = WithoutFirstChoices(subject, subject.Observe(options with { NullMasks = 0 }));
                Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
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
            BatchOptions.Filled,
            options =>
            {
                Tensor?[] observation = WithoutFirstChoices(subject, subject.Observe(options with { NullMasks = 0 }));
                Snapshot snapshot = Snapshot.Of(subject, observation, subject.Act(observation, new RandomStream(options.Seed)).Actions);

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
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = subject.Observe(options);
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
    public void LegalLogits_MayHaveAnyFiniteValue(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Dictionary<string, Parameter> parameters = subject
            .Module.named_parameters()
            .ToDictionary(pair => pair.name, pair => pair.parameter);
        Property.Holds(
            BatchOptions.Filled,
            options =>
            {
                Tensor?[] observation = subject.Observe(options);
                foreach (double score in new[] { -1e9, -1e38, 1e38 })
                {
                    using (no_grad())
                    {
                        ValueHeads(subject).ToList().ForEach(head => parameters[$"{head.Name}.bias"].fill_(Constant.Of(score)));
                    }

                    SubjectDistribution distribution = subject.Forward(observation);
                    foreach (HeadSpec head in ValueHeads(subject))
                    {
                        // The number is so large that adding the other terms does not change it.
                        Tensor legal = subject.Legal(head, observation).to(ScalarType.Float32);
                        Same.Nearly(
                            legal.div(legal.sum(-1, keepdim: true).clamp_min(Constant.Of(1))),
                            distribution.Probs(head.Name),
                            head.Name
                        );
                    }

                    subject.AssertLegal(observation, distribution.Sample(new RandomStream(options.Seed)));
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
        Tensor?[] observation = subject.Observe(new BatchOptions(3, Batch: 64, Legal: 0.8, Presence: 0.8));
        Snapshot snapshot = Snapshot.Of(subject, observation, subject.Act(observation, new RandomStream(3)).Actions);

        foreach (HeadSpec head in ValueHeads(subject))
        {
            Assert.All(Same.Numbers(snapshot[$"gradient of {head.Name}.bias"]), gradient => Assert.NotEqual(0, gradient));
        }
    }

    private static IEnumerable<HeadSpec> ValueHeads(Subject subject) => subject.Spec.Heads.Where(head => !head.IsPointer);

    /// <summary>Masks the first choice of every value head in all rows, and allows the second in all rows.</summary>
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
