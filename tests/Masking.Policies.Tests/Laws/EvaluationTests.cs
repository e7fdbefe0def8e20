using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class EvaluationTests
{
    [Theory, EveryPolicy]
    public void Evaluate_SaysToTheLastBitWhatActSaid(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(Scene.Any, scene =>
        {
            Tensor?[] observation = subject.Observe(scene);
            foreach (Deed deed in new[] { subject.Act(observation, new RandomStream(scene.Seed)), subject.ActGreedily(observation) })
            {
                Judgement judgement = subject.Evaluate(observation, deed.Actions);
                Same.Exactly(deed.LogProb, judgement.LogProb, "log-probability");
                if (subject.Spec.HasValue)
                {
                    Same.Exactly(deed.Value!, judgement.Value!, "value");
                }
            }
        });
    }

    [Theory, EveryPolicy]
    public void Act_SaysToTheLastBitWhatTheDistributionSays(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(Scene.Any, scene =>
        {
            Tensor?[] observation = subject.Observe(scene);
            Deed deed = subject.Act(observation, new RandomStream(scene.Seed));
            SubjectDistribution distribution = subject.Forward(observation);
            Tensor[] actions = distribution.Sample(new RandomStream(scene.Seed));

            for (int head = 0; head < actions.Length; head++)
            {
                Same.Exactly(deed.Actions[head], actions[head], subject.Spec.Heads[head].Name);
            }

            Same.Exactly(deed.LogProb, distribution.LogProb(actions), "log-probability");
            Same.Exactly(subject.Evaluate(observation, actions).Entropy, distribution.Entropy(), "entropy");
        });
    }

    [Theory, EveryPolicy]
    public void OnlyEvaluate_HasGradients(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new Scene(1, Batch: 3, Presence: 1));

        Deed deed = subject.Act(observation, new RandomStream(1));
        Judgement judgement = subject.Evaluate(observation, deed.Actions);

        Assert.False(deed.LogProb.requires_grad);
        Assert.NotEqual(true, deed.Value?.requires_grad);
        Assert.True(judgement.LogProb.requires_grad);
        Assert.True(judgement.Entropy.requires_grad);
        Assert.NotEqual(false, judgement.Value?.requires_grad);
        Assert.True(is_grad_enabled());
    }

    [Theory, EveryPolicy]
    public void NullMasks_AllowEverything_ToTheLastBit(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            Scene.Any,
            scene =>
            {
                Tensor?[] masked = subject.Observe(scene with { NullMasks = 0 });
                Tensor?[] free = [.. masked.Select((tensor, i) => subject.Spec.Members[i].Kind == MemberKind.ActionMask ? null : tensor)];
                Tensor?[] allowed =
                [
                    .. masked.Select((tensor, i) => subject.Spec.Members[i].Kind == MemberKind.ActionMask ? ones_like(tensor!) : tensor),
                ];
                Tensor[] actions = subject.Act(free, new RandomStream(scene.Seed)).Actions;

            Snapshot.Of(subject, allowed, actions).EqualsExactly(Snapshot.Of(subject, free, actions));
        });
    }

    [Theory, EveryPolicy]
    public void Inputs_AreNeverChanged(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(Scene.Any, scene =>
        {
            Tensor?[] observation = subject.Observe(scene);
            Tensor?[] before = [.. observation.Select(tensor => tensor?.clone())];
            Tensor[] actions = subject.Act(observation, new RandomStream(scene.Seed)).Actions;
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
    public void BatchesOfDifferentSizes_DoNotRememberEachOther(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(Scene.Any, scene =>
        {
            Tensor?[] observation = subject.Observe(scene);
            Tensor?[] another = subject.Observe(scene with { Seed = scene.Seed / 2, Slots = 7 - scene.Slots, Batch = 6 - scene.Batch });
            Tensor[] actions = subject.Act(observation, new RandomStream(scene.Seed)).Actions;
            Snapshot first = Snapshot.Of(subject, observation, actions);

            subject.Act(another, new RandomStream(1));

            Snapshot.Of(subject, observation, actions).EqualsExactly(first);
        });
    }
}
