using CsCheck;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Evaluating a sequence is stepping through it.</summary>
public class SequenceTests
{
    public static TheoryData<string> Recurrent => Policies.Recurrent;

    [Theory, MemberData(nameof(Recurrent))]
    public void ASequence_IsItsStepsByHand_InValuesAndGradients(string policy)
    {
        (Subject subject, IRemembering remembering) = Policies.MakeRecurrent(policy, ScalarType.Float64);
        using Subject disposed = subject;
        Property.Holds(
            Gen.Select(Scene.Any, Length.Any),
            input =>
            {
                Sequence sequence = Sequence.Of(subject, input.Item1, input.Item2);

                Dictionary<string, Tensor> expected = Judged(subject, sequence, leaves => ByHand(subject, remembering, leaves));
                Dictionary<string, Tensor> actual = Judged(
                    subject,
                    sequence,
                    leaves => remembering.EvaluateSequence(leaves.Observation, leaves.Actions, leaves.Starts)
                );

                Assert.Equal(expected.Keys, actual.Keys);
                foreach ((string name, Tensor tensor) in actual)
                {
                    Same.Finite(tensor, name);
                    Same.Nearly(expected[name], tensor, name, tolerance: 1e-9);
                }
            },
            cases: 40
        );
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void ASequenceOfOneStep_SaysWhatEvaluateSaysOfIt(string policy)
    {
        (Subject subject, IRemembering remembering) = Policies.MakeRecurrent(policy, ScalarType.Float64);
        using Subject disposed = subject;
        Property.Holds(
            Scene.Any,
            scene =>
            {
                Sequence sequence = Sequence.Of(subject, scene, new Length(Steps: 1, Starts: 0));
                Tensor[] actions = [.. sequence.Actions.Select(tensor => tensor[0])];

                Judgement expected = subject.Evaluate(sequence.StepOf(subject, 0, sequence.MemoryOf(subject)), actions);
                Judgement actual = remembering.EvaluateSequence(sequence.Observation, sequence.Actions, sequence.Starts);

                Same.Nearly(expected.LogProb, actual.LogProb[0], "log-probability", tolerance: 1e-12);
                Same.Nearly(expected.Entropy, actual.Entropy[0], "entropy", tolerance: 1e-12);
            }
        );
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void ActingStepByStep_IsWhatTheSequenceIsJudgedAs(string policy)
    {
        (Subject subject, IRemembering remembering) = Policies.MakeRecurrent(policy, ScalarType.Float64);
        using Subject disposed = subject;
        Property.Holds(
            Scene.Filled,
            scene =>
            {
                Sequence sequence = Sequence.Of(subject, scene, new Length(Steps: 4, Starts: 0.3));
                RandomStream stream = new(scene.Seed);
                IReadOnlyList<Tensor?> memory = sequence.MemoryOf(subject);
                List<Deed> deeds = [];
                for (int step = 0; step < 4; step++)
                {
                    Tensor first = sequence.Starts[step].unsqueeze(1);
                    memory = [.. memory.Zip(remembering.Initial(scene.Batch), (tensor, initial) => where(first, initial!, tensor!))];
                    (Deed deed, memory) = remembering.ActAndRemember(sequence.StepOf(subject, step, memory), stream);
                    deeds.Add(deed);
                }

                Tensor[] actions =
                [
                    .. Enumerable.Range(0, subject.Spec.Heads.Length).Select(head => stack(deeds.Select(deed => deed.Actions[head]))),
                ];
                Judgement judgement = remembering.EvaluateSequence(sequence.Observation, actions, sequence.Starts);

                Same.Nearly(stack(deeds.Select(deed => deed.LogProb)), judgement.LogProb.detach(), "log-probability", tolerance: 1e-9);
                if (subject.Spec.HasValue)
                {
                    Same.Nearly(stack(deeds.Select(deed => deed.Value!)), judgement.Value!.detach(), "value", tolerance: 1e-9);
                }
            }
        );
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void WhatWasBeforeAnEpisode_ChangesNothingInIt(string policy)
    {
        (Subject subject, IRemembering remembering) = Policies.MakeRecurrent(policy);
        using Subject disposed = subject;
        Property.Holds(
            Scene.Filled,
            scene =>
            {
                Sequence sequence = Sequence.Of(subject, scene, new Length(Steps: 3, Starts: 0.3));
                Tensor starts = sequence.Starts.clone();
                starts[0] = ones(scene.Batch, ScalarType.Bool);
                Sequence broken = sequence with
                {
                    Observation =
                    [
                        .. sequence.Observation.Select(
                            (tensor, i) =>
                                subject.Spec.Members[i].Kind == MemberKind.Memory
                                    ? full_like(tensor!, Constant.Of(double.NaN)).requires_grad_()
                                    : tensor
                        ),
                    ],
                };

                Judgement expected = remembering.EvaluateSequence(sequence.Observation, sequence.Actions, starts);
                Judgement actual = remembering.EvaluateSequence(broken.Observation, broken.Actions, starts);
                actual.LogProb.sum().Plus(actual.Entropy.sum()).backward();

                Same.Exactly(expected.LogProb, actual.LogProb, "log-probability");
                Same.Exactly(expected.Entropy, actual.Entropy, "entropy");
                Assert.All(broken.MemoryOf(subject), memory => Same.Zero(memory.grad!, "gradient over the start"));
                Assert.All(subject.Module.parameters(), parameter => Same.Finite(parameter.grad ?? zeros_like(parameter), "gradient"));
            }
        );
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void InputsOfSequences_AreNeverChanged(string policy)
    {
        (Subject subject, IRemembering remembering) = Policies.MakeRecurrent(policy);
        using Subject disposed = subject;
        Property.Holds(
            Scene.Filled,
            scene =>
            {
                Sequence sequence = Sequence.Of(subject, scene, new Length(Steps: 3, Starts: 0.5));
                Tensor[] given = [.. sequence.Observation.OfType<Tensor>(), .. sequence.Actions, sequence.Starts];
                Tensor[] before = [.. given.Select(tensor => tensor.clone())];

                remembering.EvaluateSequence(sequence.Observation, sequence.Actions, sequence.Starts).LogProb.sum().backward();

                Assert.All(given.Zip(before), pair => Same.Exactly(pair.Second, pair.First, "input"));
            }
        );
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void EvaluatingSequences_LeavesNoTensor(string policy)
    {
        (Subject subject, IRemembering remembering) = Policies.MakeRecurrent(policy);
        using Subject disposed = subject;
        using DisposeScope scope = NewDisposeScope();
        Sequence sequence = Sequence.Of(subject, new Scene(2, Batch: 3), new Length(Steps: 4, Starts: 0.3));

        LiveTensors.StayTheSame(
            () =>
            {
                using Judgement judgement = remembering.EvaluateSequence(sequence.Observation, sequence.Actions, sequence.Starts);
                using Tensor loss = judgement.LogProb.sum();
                loss.backward();
            },
            calls: 40
        );
        Assert.Equal(
            subject.Spec.HasValue ? 3 : 2,
            LiveTensors.AddedBy(() => remembering.EvaluateSequence(sequence.Observation, sequence.Actions, sequence.Starts))
        );
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void MovedToFloat64_APolicyStartsWithAMemoryOfThat(string policy)
    {
        (Subject subject, IRemembering remembering) = Policies.MakeRecurrent(policy, ScalarType.Float64);
        using Subject disposed = subject;
        using DisposeScope scope = NewDisposeScope();

        Assert.All(
            remembering.Initial(3),
            tensor =>
            {
                Assert.Equal(ScalarType.Float64, tensor!.dtype);
                Assert.Equal(3, tensor.size(0));
                Same.Zero(tensor, "initial memory");
            }
        );
        Assert.Equal(subject.Spec.Members.Count(member => member.Kind == MemberKind.Memory), remembering.Initial(3).Count);
    }

    private static Judgement ByHand(Subject subject, IRemembering remembering, Sequence sequence)
    {
        IReadOnlyList<Tensor?> memory = sequence.MemoryOf(subject);
        List<Judgement> judgements = [];
        for (long step = 0; step < sequence.Starts.size(0); step++)
        {
            Tensor first = sequence.Starts[step].unsqueeze(1);
            memory = [.. memory.Select(tensor => where(first, zeros_like(tensor!), tensor!))];
            (Judgement judgement, memory) = remembering.Step(
                sequence.StepOf(subject, step, memory),
                [.. sequence.Actions.Select(tensor => tensor[step])]
            );
            judgements.Add(judgement);
        }

        Tensor Steps(Func<Judgement, Tensor> part) =>
            judgements.Count == 0 ? zeros_like(sequence.Starts, subject.Precision) : stack(judgements.Select(part));

        return new Judgement(
            Steps(each => each.LogProb),
            Steps(each => each.Entropy),
            subject.Spec.HasValue ? Steps(each => each.Value!) : null
        );
    }

    /// <summary>
    /// All results under their names, and all gradients: of parameters, of inputs and of the memory before the first step.
    /// </summary>
    private static Dictionary<string, Tensor> Judged(Subject subject, Sequence sequence, Func<Sequence, Judgement> judge)
    {
        Sequence leaves = sequence.WithLeaves();
        subject.Module.zero_grad();
        Judgement judgement = judge(leaves);
        Dictionary<string, Tensor> tensors = new() { ["log-probability"] = judgement.LogProb, ["entropy"] = judgement.Entropy };
        Tensor weights = Constant.Range(judgement.LogProb.numel(), subject.Precision).cos().Plus(0.1).reshape(judgement.LogProb.shape);
        Tensor loss = judgement.LogProb.mul(weights).sum().Plus(judgement.Entropy.mul(weights).sum().mul(Constant.Of(1.3)));
        if (judgement.Value is { } value)
        {
            tensors["value"] = value;
            loss = loss.Plus(value.Squared().mul(weights).sum());
        }

        if (loss.requires_grad)
        {
            loss.backward();
        }

        foreach ((string name, Parameter parameter) in subject.Module.named_parameters())
        {
            tensors.Add($"gradient of {name}", (parameter.grad ?? zeros_like(parameter)).clone());
        }

        for (int i = 0; i < leaves.Observation.Length; i++)
        {
            if (leaves.Observation[i] is { requires_grad: true } input)
            {
                tensors.Add($"gradient of input {subject.Spec.Members[i].Name}", input.grad ?? zeros_like(input));
            }
        }

        return tensors;
    }
}
