using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Policies are float64, so that rounding, which may depend on the size of the batch, does not affect actions.</summary>
public class RandomnessTests
{
    [Theory, EveryPolicy]
    public void TheSameSeed_GivesTheSameActions_StepByStep(string policy)
    {
        using Subject subject = Policies.Make(policy, precision: ScalarType.Float64);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = subject.Observe(options);
                RandomStream first = new(options.Seed);
                RandomStream second = new(options.Seed);
                for (int step = 0; step < 3; step++)
                {
                    AssertSame(subject, subject.Act(observation, first).Actions, subject.Act(observation, second).Actions);
                }

                Assert.Equal(3, first.Step);
                AssertSame(
                    subject,
                    subject.Act(observation, first).Actions,
                    subject.Act(observation, new RandomStream(options.Seed, step: 3)).Actions
                );
            }
        );
    }

    [Theory, EveryPolicy]
    public void AnotherSeedOrStep_GivesOtherActions(string policy)
    {
        using Subject subject = Policies.Make(policy, precision: ScalarType.Float64);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(1, Batch: 40, Slots: 4, Presence: 0.8, NullMasks: 1));

        double[] actions = Numbers(subject.Act(observation, new RandomStream(1)));

        Assert.NotEqual(actions, Numbers(subject.Act(observation, new RandomStream(2))));
        Assert.NotEqual(actions, Numbers(subject.Act(observation, new RandomStream(1, step: 1))));
        Assert.NotEqual(actions, Numbers(subject.Act(observation, new RandomStream(1, firstRow: 1))));

        static double[] Numbers(SubjectStep acted) => [.. acted.Actions.SelectMany(Same.Numbers)];
    }

    [Theory, EveryPolicy]
    public void AnySplitOfTheBatch_GivesTheSameActions(string policy)
    {
        using Subject subject = Policies.Make(policy, precision: ScalarType.Float64);
        Property.Holds(
            BatchOptions.Filled,
            options =>
            {
                Tensor?[] observation = subject.Observe(options with { Batch = options.Batch + 1 });
                int cut = (options.Seed % options.Batch) + 1;
                Tensor[] whole = subject.Act(observation, new RandomStream(options.Seed)).Actions;

                Tensor[] head = subject.Act(subject.Select(observation, Constant.Range(0, cut)), new RandomStream(options.Seed)).Actions;
                Tensor[] tail = subject
                    .Act(subject.Select(observation, Constant.Range(cut, options.Batch + 1)), new RandomStream(options.Seed, firstRow: cut))
                    .Actions;

                AssertSame(subject, whole, [.. head.Zip(tail, (first, second) => cat([first, second], 0))]);
            }
        );
    }

    [Theory, EveryPolicy]
    public void AnyNumberOfThreads_GivesTheSameActions(string policy)
    {
        using Subject subject = Policies.Make(policy, precision: ScalarType.Float64);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(6, Batch: 300, Slots: 5));
        Tensor[] actions = subject.Act(observation, new RandomStream(6)).Actions;
        int threads = get_num_threads();
        try
        {
            set_num_threads(2);
            AssertSame(subject, actions, subject.Act(observation, new RandomStream(6)).Actions);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory, EveryPolicy]
    public void TheGlobalGenerator_IsNotUsed(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(6, Batch: 3));
        manual_seed(4);
        double[] expected = Same.Numbers(rand(3));

        manual_seed(4);
        subject.Act(observation, new RandomStream(1));

        Assert.Equal(expected, Same.Numbers(rand(3)));
    }

    private static void AssertSame(Subject subject, Tensor[] expected, Tensor[] actual)
    {
        for (int head = 0; head < expected.Length; head++)
        {
            Same.Exactly(expected[head], actual[head], subject.Spec.Heads[head].Name);
        }
    }
}
