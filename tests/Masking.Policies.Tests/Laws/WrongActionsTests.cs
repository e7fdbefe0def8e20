using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class WrongActionsTests
{
    [Theory, EveryPolicy]
    public void WrongShapesAndTypes_AreNamed_AndLeakNothing(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(8, Batch: 3, MinSlots: 2));
        Tensor[] actions = subject.Act(observation, new RandomStream(1)).Actions;

        for (int i = 0; i < actions.Length; i++)
        {
            HeadSpec head = subject.Spec.Heads[i];
            string expected = $"({string.Join(", ", actions[i].shape)}) int64";
            Tensor[] wrongs =
            [
                actions[i].to(ScalarType.Int32),
                actions[i].to(ScalarType.Float32),
                actions[i].unsqueeze(-1),
                actions[i].unsqueeze(0),
                actions[i].select(-1, 0),
                actions[i].narrow(0, 0, 1),
                cat([actions[i], actions[i]], -1),
            ];
            foreach (Tensor wrong in wrongs)
            {
                MaskShapeException thrown = LiveTensors.AfterThrowing<MaskShapeException>(() =>
                    subject.Evaluate(observation, With(actions, i, wrong))
                );

                Assert.Equal((subject.Spec.Name, head.Name, expected), (thrown.Policy, thrown.Member, thrown.Expected));
            }

            LiveTensors.AfterThrowing<ArgumentNullException>(() => subject.Evaluate(observation, With(actions, i, null)));
        }
    }

    [Theory, EveryPolicy]
    public void ActionsOutOfRange_AreRefused_ForPresentActors(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(8, Batch: 3, Presence: 0.8, MinSlots: 2));
        Tensor[] actions = subject.Act(observation, new RandomStream(1)).Actions;
        SubjectDistribution distribution = subject.Forward(observation);

        for (int i = 0; i < actions.Length; i++)
        {
            HeadSpec head = subject.Spec.Heads[i];
            Tensor present = subject.Present(head, observation);
            foreach (long wrong in new[] { subject.Legal(head, observation).size(-1), -2, long.MaxValue, long.MinValue })
            {
                Tensor[] changed = With(actions, i, actions[i].masked_fill(present, Constant.Of(wrong)));

                Assert.Equal(
                    head.Name,
                    LiveTensors.AfterThrowing<ArgumentOutOfRangeException>(() => subject.Evaluate(observation, changed)).ParamName
                );
                LiveTensors.AfterThrowing<ArgumentOutOfRangeException>(() => distribution.LogProb(changed));
                LiveTensors.AfterThrowing<ArgumentOutOfRangeException>(() => distribution.LogProb(head.Name, changed));
            }
        }
    }

    [Theory, EveryPolicy]
    public void MaskedActions_HaveLogProbMinusInfinity_AndGradientZero(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Filled, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
            for (int i = 0; i < actions.Length; i++)
            {
                HeadSpec head = subject.Spec.Heads[i];
                Tensor legal = subject.Legal(head, observation);
                if (legal.size(-1) == 0)
                {
                    continue;
                }

                // The first masked choice if there is one, and -1, which is masked too if any choice is legal.
                Tensor anyMasked = legal.logical_not().any(-1);
                Tensor wrong = where(anyMasked, legal.to(ScalarType.Int32).argmin(-1), full_like(actions[i], Constant.Of(-1)));
                Tensor impossible = subject.Present(head, observation).logical_and(anyMasked.logical_or(legal.any(-1)));

                subject.Module.zero_grad();
                Tensor logProb = subject.Forward(observation).LogProb(head.Name, With(actions, i, wrong));
                logProb.sum().backward();

                Same.Exactly(zeros_like(logProb).masked_fill(impossible, Constant.Of(double.NegativeInfinity)), logProb, head.Name);
                foreach ((string name, TorchSharp.Modules.Parameter parameter) in subject.Module.named_parameters())
                {
                    Same.Zero(parameter.grad ?? zeros(1), name);
                }
            }
        });
    }

    [Theory, EveryPolicy]
    public void OneMaskedAction_MakesTheJointActionImpossible_WithoutNaNGradients(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Filled, options =>
        {
            Tensor?[] observation = subject.Observe(options with { Presence = Math.Max(0.5, options.Presence) });
            Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
            Tensor impossible = zeros(options.Batch, ScalarType.Bool);
            for (int i = 0; i < actions.Length; i++)
            {
                Tensor legal = subject.Legal(subject.Spec.Heads[i], observation).any(-1);
                impossible = impossible.logical_or(legal.reshape(options.Batch, -1).any(1));
                actions[i] = actions[i].masked_fill(legal, Constant.Of(-1));
            }

            subject.Module.zero_grad();
            SubjectEvaluation evaluation = subject.Evaluate(observation, actions);
            evaluation.LogProb.sum().Plus(evaluation.Entropy.sum()).backward();

            Same.Exactly(zeros(options.Batch).masked_fill(impossible, Constant.Of(double.NegativeInfinity)), evaluation.LogProb, policy);
            foreach ((string name, TorchSharp.Modules.Parameter parameter) in subject.Module.named_parameters())
            {
                Same.Finite(parameter.grad ?? zeros(1), name);
            }
        });
    }

    private static Tensor[] With(Tensor[] actions, int head, Tensor? tensor)
    {
        Tensor[] changed = [.. actions];
        changed[head] = tensor!;
        return changed;
    }
}
