using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class EvaluationTests
{
    [Theory, EveryPolicy]
    public void Evaluate_HasTheBitsOfAct(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            SubjectStep[] steps = [subject.Act(observation, new RandomStream(options.Seed)), subject.ActGreedily(observation)];
            foreach (SubjectStep step in steps)
            {
                SubjectEvaluation evaluation = subject.Evaluate(observation, step.Actions);
                Same.Exactly(step.LogProb, evaluation.LogProb, "log-probability");
                if (subject.Spec.HasValue)
                {
                    Same.Exactly(step.Value!, evaluation.Value!, "value");
                }

                if (subject.Spec.ValueEach is not null)
                {
                    Same.Exactly(step.LogProbPerActor!, evaluation.LogProbPerActor!, "log-probability per actor");
                }
            }
        });
    }

    [Theory, EveryPolicy]
    public void Act_HasTheBitsOfTheDistribution(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            SubjectStep step = subject.Act(observation, new RandomStream(options.Seed));
            SubjectDistribution distribution = subject.Forward(observation);
            Tensor[] actions = distribution.Sample(new RandomStream(options.Seed));

            for (int head = 0; head < actions.Length; head++)
            {
                Same.Exactly(step.Actions[head], actions[head], subject.Spec.Heads[head].Name);
            }

            Same.Exactly(step.LogProb, distribution.LogProb(actions), "log-probability");
            Same.Exactly(subject.Evaluate(observation, actions).Entropy, distribution.Entropy(), "entropy");
        });
    }

    [Theory, EveryPolicy]
    public void OnlyEvaluate_HasGradients(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(1, Batch: 3, Presence: 1));

        SubjectStep step = subject.Act(observation, new RandomStream(1));
        SubjectEvaluation evaluation = subject.Evaluate(observation, step.Actions);

        Assert.False(step.LogProb.requires_grad);
        Assert.NotEqual(true, step.Value?.requires_grad);
        Assert.True(evaluation.LogProb.requires_grad);
        Assert.True(evaluation.Entropy.requires_grad);
        Assert.NotEqual(false, evaluation.Value?.requires_grad);
        Assert.True(is_grad_enabled());
    }

    [Theory, EveryPolicy]
    public void NullMasks_HaveTheBitsOfMasksThatAllowEveryChoice(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] masked = subject.Observe(options with { NullMasks = 0 });
                Tensor?[] free = [.. masked.Select((tensor, i) => subject.Spec.Members[i].Kind == MemberKind.ActionMask ? null : tensor)];
                Tensor?[] allowed =
                [
                    .. masked.Select((tensor, i) => subject.Spec.Members[i].Kind == MemberKind.ActionMask ? ones_like(tensor!) : tensor),
                ];
                Tensor[] actions = subject.Act(free, new RandomStream(options.Seed)).Actions;

            Snapshot.Of(subject, allowed, actions).EqualsExactly(Snapshot.Of(subject, free, actions));
        });
    }

    [Theory, EveryPolicy]
    public void Inputs_AreNeverChanged(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            Tensor?[] before = [.. observation.Select(tensor => tensor?.clone())];
            Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
            Tensor[] actionsBefore = [.. actions.Select(tensor => tensor.clone())];

            subject.ActGreedily(observation);
            subject.Evaluate(observation, actions).LogProb.sum().backward();

            for (int i = 0; i < observation.Length; i++)
            {
                Same.Exactly(before[i] ?? zeros(0), observation[i] ?? zeros(0), subject.Spec.Members[i].Name);
            }

            for (int i = 0; i < actions.Length; i++)
            {
                Same.Exactly(actionsBefore[i], actions[i], subject.Spec.Heads[i].Name);
            }
        });
    }

    [Theory, EveryPolicy]
    public void BatchesOfDifferentSizes_DoNotAffectEachOther(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            BatchOptions otherOptions = options with { Seed = options.Seed / 2, Slots = 7 - options.Slots, Batch = 6 - options.Batch };
            Tensor?[] another = subject.Observe(otherOptions);
            Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
            Snapshot first = Snapshot.Of(subject, observation, actions);

            subject.Act(another, new RandomStream(1));

            Snapshot.Of(subject, observation, actions).EqualsExactly(first);
        });
    }
}
