using CsCheck;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Evaluating a sequence is equivalent to evaluating its steps one by one.</summary>
public class SequenceTests
{
    public static TheoryData<string> Recurrent => Policies.Recurrent;

    [Theory, MemberData(nameof(Recurrent))]
    public void ASequence_EqualsItsSteps_InValuesAndGradients(string policy)
    {
        (Subject subject, IRecurrentSubject recurrent) = Policies.MakeRecurrent(policy, ScalarType.Float64);
        using Subject disposed = subject;
        Property.Holds(
            Gen.Select(BatchOptions.Any, SequenceOptions.Any),
            input =>
            {
                Sequence sequence = Sequence.Of(subject, input.Item1, input.Item2);

                Dictionary<string, Tensor> expected = AllResults(subject, sequence, leaves => StepByStep(subject, leaves));
                Dictionary<string, Tensor> actual = AllResults(
                    subject,
                    sequence,
                    leaves => recurrent.EvaluateSequence(leaves.Observation, leaves.Actions, leaves.Starts)
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

    [Theory, EveryPolicy]
    public void TheDistributionOfASequence_EqualsThatOfItsSteps(string policy)
    {
        using Subject subject = Policies.Make(policy, precision: ScalarType.Float64);
        Property.Holds(
            Gen.Select(BatchOptions.Any, SequenceOptions.Any),
            input =>
            {
                Sequence sequence = Sequence.Of(subject, input.Item1, input.Item2);
                Tensor[] actions = [.. sequence.Actions.Select(tensor => tensor.flatten(0, 1))];

                using SubjectDistribution whole = subject.DistributionOf(sequence.Observation, sequence.Starts);

                Tensor logProb = whole.LogProb(actions);
                Tensor entropy = whole.Entropy();
                Assert.Equal([input.Item1.Batch * input.Item2.Steps], logProb.shape);
                IReadOnlyList<Tensor?> memory = sequence.MemoryOf(subject);
                for (int step = 0; step < input.Item2.Steps; step++)
                {
                    (SubjectEvaluation expected, memory) = Step(subject, sequence, step, memory);
                    int first = step * input.Item1.Batch;
                    Same.Nearly(expected.LogProb, logProb.narrow(0, first, input.Item1.Batch), "log-probability", tolerance: 1e-9);
                    Same.Nearly(expected.Entropy, entropy.narrow(0, first, input.Item1.Batch), "entropy", tolerance: 1e-9);
                    if (expected.Value is { } value)
                    {
                        Same.Nearly(value, whole.Value!.narrow(0, first, input.Item1.Batch), "value", tolerance: 1e-9);
                    }
                }
            });
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void ASequenceOfOneStep_EqualsEvaluateOfTheStep(string policy)
    {
        (Subject subject, IRecurrentSubject recurrent) = Policies.MakeRecurrent(policy, ScalarType.Float64);
        using Subject disposed = subject;
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Sequence sequence = Sequence.Of(subject, options, new SequenceOptions(Steps: 1, Starts: 0));
                Tensor[] actions = [.. sequence.Actions.Select(tensor => tensor[0])];

                SubjectEvaluation expected = subject.Evaluate(sequence.StepOf(subject, 0, sequence.MemoryOf(subject)), actions);
                SubjectEvaluation actual = recurrent.EvaluateSequence(sequence.Observation, sequence.Actions, sequence.Starts);

                Same.Nearly(expected.LogProb, actual.LogProb[0], "log-probability", tolerance: 1e-12);
                Same.Nearly(expected.Entropy, actual.Entropy[0], "entropy", tolerance: 1e-12);
            }
        );
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void ActingStepByStep_EqualsTheEvaluationOfTheSequence(string policy)
    {
        (Subject subject, IRecurrentSubject recurrent) = Policies.MakeRecurrent(policy, ScalarType.Float64);
        using Subject disposed = subject;
        Property.Holds(
            BatchOptions.Filled,
            options =>
            {
                Sequence sequence = Sequence.Of(subject, options, new SequenceOptions(Steps: 4, Starts: 0.3));
                RandomStream stream = new(options.Seed);
                IReadOnlyList<Tensor?> memory = sequence.MemoryOf(subject);
                List<SubjectStep> steps = [];
                for (int step = 0; step < 4; step++)
                {
                    Tensor first = sequence.Starts[step].unsqueeze(1);
                    memory = [.. memory.Zip(recurrent.Initial(options.Batch), (tensor, initial) => where(first, initial!, tensor!))];
                    (SubjectStep acted, memory) = recurrent.ActWithMemory(sequence.StepOf(subject, step, memory), stream);
                    steps.Add(acted);
                }

                Tensor[] actions =
                [
                    .. Enumerable.Range(0, subject.Spec.Heads.Length).Select(head => stack(steps.Select(acted => acted.Actions[head]))),
                ];
                SubjectEvaluation evaluation = recurrent.EvaluateSequence(sequence.Observation, actions, sequence.Starts);

                Same.Nearly(stack(steps.Select(acted => acted.LogProb)), evaluation.LogProb.detach(), "log-probability", tolerance: 1e-9);
                if (subject.Spec.HasValue)
                {
                    Same.Nearly(stack(steps.Select(acted => acted.Value!)), evaluation.Value!.detach(), "value", tolerance: 1e-9);
                }

                if (subject.Spec.ValueEach is not null)
                {
                    Same.Nearly(stack(steps.Select(acted => acted.LogProbPerActor!)), evaluation.LogProbPerActor!.detach(), "per actor",
                        tolerance: 1e-9);
                }
            }
        );
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void EarlierEpisodes_HaveNoEffectOnLaterOnes(string policy)
    {
        (Subject subject, IRecurrentSubject recurrent) = Policies.MakeRecurrent(policy);
        using Subject disposed = subject;
        Property.Holds(
            BatchOptions.Filled,
            options =>
            {
                Sequence sequence = Sequence.Of(subject, options, new SequenceOptions(Steps: 3, Starts: 0.3));
                Tensor starts = sequence.Starts.clone();
                starts[0] = ones(options.Batch, ScalarType.Bool);
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

                SubjectEvaluation expected = recurrent.EvaluateSequence(sequence.Observation, sequence.Actions, starts);
                SubjectEvaluation actual = recurrent.EvaluateSequence(broken.Observation, broken.Actions, starts);
                actual.LogProb.sum().Plus(actual.Entropy.sum()).backward();

                Same.Exactly(expected.LogProb, actual.LogProb, "log-probability");
                Same.Exactly(expected.Entropy, actual.Entropy, "entropy");
                Assert.All(broken.MemoryOf(subject), memory => Same.Zero(memory.grad!, "gradient over the start"));
                Assert.All(subject.Module.parameters(), parameter => Same.Finite(parameter.grad ?? zeros_like(parameter), "gradient"));
            }
        );
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void InputsOfSequences_AreNotModified(string policy)
    {
        (Subject subject, IRecurrentSubject recurrent) = Policies.MakeRecurrent(policy);
        using Subject disposed = subject;
        Property.Holds(
            BatchOptions.Filled,
            options =>
            {
                Sequence sequence = Sequence.Of(subject, options, new SequenceOptions(Steps: 3, Starts: 0.5));
                Tensor[] given = [.. sequence.Observation.OfType<Tensor>(), .. sequence.Actions, sequence.Starts];
                Tensor[] before = [.. given.Select(tensor => tensor.clone())];

                recurrent.EvaluateSequence(sequence.Observation, sequence.Actions, sequence.Starts).LogProb.sum().backward();

                Assert.All(given.Zip(before), pair => Same.Exactly(pair.Second, pair.First, "input"));
            }
        );
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void EvaluatingSequences_LeavesNoTensor(string policy)
    {
        (Subject subject, IRecurrentSubject recurrent) = Policies.MakeRecurrent(policy);
        using Subject disposed = subject;
        using DisposeScope scope = NewDisposeScope();
        Sequence sequence = Sequence.Of(subject, new BatchOptions(2, Batch: 3), new SequenceOptions(Steps: 4, Starts: 0.3));

        LiveTensors.StayTheSame(
            () =>
            {
                using SubjectEvaluation evaluation = recurrent.EvaluateSequence(sequence.Observation, sequence.Actions, sequence.Starts);
                using Tensor loss = evaluation.LogProb.sum();
                loss.backward();
            },
            calls: 40
        );
        using DisposeScope ofCaller = NewDisposeScope();
        recurrent.EvaluateSequence(sequence.Observation, sequence.Actions, sequence.Starts);
        Assert.Equal(
            2 + (subject.Spec.HasValue ? 1 : 0) + (subject.Spec.ValueEach is null ? 0 : 1),
            ofCaller.DisposablesCount
        );
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void MovedToFloat64_TheInitialMemoryIsFloat64(string policy)
    {
        (Subject subject, IRecurrentSubject recurrent) = Policies.MakeRecurrent(policy, ScalarType.Float64);
        using Subject disposed = subject;
        using DisposeScope scope = NewDisposeScope();

        Assert.All(
            recurrent.Initial(3),
            tensor =>
            {
                Assert.Equal(ScalarType.Float64, tensor!.dtype);
                Assert.Equal(3, tensor.size(0));
                Same.Zero(tensor, "initial memory");
            }
        );
        Assert.Equal(subject.Spec.Members.Count(member => member.Kind == MemberKind.Memory), recurrent.Initial(3).Count);
    }

    private static SubjectEvaluation StepByStep(Subject subject, Sequence sequence)
    {
        IReadOnlyList<Tensor?> memory = sequence.MemoryOf(subject);
        List<SubjectEvaluation> judgements = [];
        for (long step = 0; step < sequence.Starts.size(0); step++)
        {
            (SubjectEvaluation evaluation, memory) = Step(subject, sequence, step, memory);
            judgements.Add(evaluation);
        }

        Tensor like = subject.Spec.ValueEach is { } presence
            ? sequence.Observation[subject.Spec.IndexOf(presence)]!
            : sequence.Starts;
        Tensor Steps(Func<SubjectEvaluation, Tensor> part) =>
            judgements.Count == 0 ? zeros_like(sequence.Starts, subject.Precision) : stack(judgements.Select(part));

        Tensor OfActors(Func<SubjectEvaluation, Tensor> part) =>
            judgements.Count == 0 ? zeros_like(like, subject.Precision) : stack(judgements.Select(part));

        return new SubjectEvaluation(
            Steps(each => each.LogProb),
            Steps(each => each.Entropy),
            subject.Spec.HasValue ? OfActors(each => each.Value!) : null,
            subject.Spec.ValueEach is null ? null : OfActors(each => each.LogProbPerActor!)
        );
    }

    /// <summary>Evaluates one step of a sequence, with the memory before it, which is reset where an episode starts.</summary>
    /// <returns>The evaluation, and the memory after the step.</returns>
    private static (SubjectEvaluation Evaluation, IReadOnlyList<Tensor?> Memory) Step(
        Subject subject, Sequence sequence, long step, IReadOnlyList<Tensor?> memory)
    {
        Tensor first = sequence.Starts[step].unsqueeze(1);
        Tensor?[] observation = sequence.StepOf(subject, step, memory.Select(tensor => where(first, zeros_like(tensor!), tensor!)));
        Tensor[] actions = [.. sequence.Actions.Select(tensor => tensor[step])];
        return subject is IRecurrentSubject recurrent
            ? recurrent.Step(observation, actions)
            : (subject.Evaluate(observation, actions), memory);
    }

    /// <summary>
    /// Returns all results and all gradients by name: of parameters, inputs and the memory before the first step.
    /// </summary>
    private static Dictionary<string, Tensor> AllResults(Subject subject, Sequence sequence, Func<Sequence, SubjectEvaluation> evaluate)
    {
        Sequence leaves = sequence.WithLeaves();
        subject.Module.zero_grad();
        SubjectEvaluation evaluation = evaluate(leaves);
        Dictionary<string, Tensor> tensors = new() { ["log-probability"] = evaluation.LogProb, ["entropy"] = evaluation.Entropy };
        Tensor weights = Constant.Range(evaluation.LogProb.numel(), subject.Precision).cos().Plus(0.1).reshape(evaluation.LogProb.shape);
        Tensor loss = evaluation.LogProb.mul(weights).sum().Plus(evaluation.Entropy.mul(weights).sum().mul(Constant.Of(1.3)));
        if (evaluation.Value is { } value)
        {
            tensors["value"] = value;
            Tensor perStep = weights.reshape([.. weights.shape, .. Enumerable.Repeat(1L, (int)(value.dim() - weights.dim()))]);
            loss = loss.Plus(value.Squared().mul(perStep).sum());
            if (evaluation.LogProbPerActor is { } perActor)
            {
                tensors["log-probability per actor"] = perActor;
                loss = loss.Plus(perActor.Squared().mul(perStep).sum());
            }
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
