using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Wrong sequences are refused with the name of the member, without side effects.</summary>
public class WrongSequenceTests
{
    public static TheoryData<string> Recurrent => Policies.Recurrent;

    [Theory, MemberData(nameof(Recurrent))]
    public void EveryMistakeInEveryMember_IsNamed(string policy)
    {
        (Subject subject, IRecurrentSubject recurrent) = Policies.MakeRecurrent(policy);
        using Subject disposed = subject;
        using DisposeScope scope = NewDisposeScope();
        Sequence sequence = Sequence.Of(
            subject,
            new BatchOptions(8, Batch: 3, Slots: 5, Presence: 0.9, Legal: 0.9, MinSlots: 2),
            new SequenceOptions(Steps: 4, Starts: 0.3)
        );
        Tensor?[] given = [.. sequence.Observation, sequence.Starts];
        PolicySpec spec = subject.Spec with
        {
            Members =
            [
                .. subject.Spec.Members.Select(member =>
                    member.Kind == MemberKind.Memory ? member : new MemberSpec(member.Name, $"(steps, {member.Shape[1..]}", member.Kind)
                ),
                new MemberSpec("starts", "(steps, batch)", MemberKind.Presence),
            ],
        };

        foreach (Mistake mistake in Mistakes.In(spec, given))
        {
            Tensor?[] wrong = [.. given];
            wrong[mistake.Member] = mistake.Tensor;
            MemberSpec named = spec.Members[mistake.Named];

            MaskShapeException thrown = LiveTensors.AfterThrowing<MaskShapeException>(() =>
                recurrent.EvaluateSequence(wrong[..^1], sequence.Actions, wrong[^1]!)
            );

            Assert.Equal((mistake.What, policy, named.Name), (mistake.What, thrown.Policy, thrown.Member));
            Assert.Equal($"{named.Shape} {named.Type}", thrown.Expected);
        }
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void ActionsOfAnotherShape_AreRefused(string policy)
    {
        (Subject subject, IRecurrentSubject recurrent) = Policies.MakeRecurrent(policy);
        using Subject disposed = subject;
        using DisposeScope scope = NewDisposeScope();
        Sequence sequence = Sequence.Of(
            subject, new BatchOptions(8, Batch: 3, Slots: 5, MinSlots: 2), new SequenceOptions(Steps: 4, Starts: 0.3));
        for (int head = 0; head < sequence.Actions.Length; head++)
        {
            Tensor right = sequence.Actions[head];
            foreach (
                Tensor wrong in new[]
                {
                    right[0],
                    right.flatten(),
                    right.transpose(0, 1),
                    right.narrow(0, 0, 3),
                    right.unsqueeze(-1),
                    right.to(ScalarType.Int32),
                }
            )
            {
                Tensor[] actions = [.. sequence.Actions];
                actions[head] = wrong;
                MaskShapeException thrown = LiveTensors.AfterThrowing<MaskShapeException>(() =>
                    recurrent.EvaluateSequence(sequence.Observation, actions, sequence.Starts)
                );
                Assert.Equal(policy, thrown.Policy);
                Assert.Contains(thrown.Member, new[] { "actions", subject.Spec.Heads[head].Name });
            }
        }
    }

    [Fact]
    public void TheMessage_StatesExpectedActualAndRemedy()
    {
        using SentryPolicy policy = new();
        using DisposeScope scope = NewDisposeScope();
        SentryPolicy.Observation sequence = new()
        {
            Sounds = zeros(4, 3, 5),
            Contacts = zeros(4, 3, 2, 3),
            ContactsMask = ones([4, 3, 2], ScalarType.Bool),
            CommandMask = null,
            TargetMask = null,
            Memory = policy.InitialMemory(3),
        };
        SentryPolicy.Actions actions = new() { Command = zeros(4, 3, ScalarType.Int64), Target = zeros(4, 3, ScalarType.Int64) };
        Tensor starts = zeros(4, 3, ScalarType.Bool);

        AssertSays(
            "SentryPolicy.Sounds: expected (steps, batch, 5) float32, got (3, 5) float32. It has the wrong number of axes. "
                + "Tensors are not reshaped or broadcast automatically.",
            () => policy.Evaluate(sequence with { Sounds = zeros(3, 5) }, actions, starts)
        );
        AssertSays(
            "SentryPolicy.Memory.Hidden: expected (batch, 16) float32, got (4, 16) float32. Sounds has batch = 3, this has 4.",
            () => policy.Evaluate(sequence with { Memory = policy.InitialMemory(4) }, actions, starts)
        );
        AssertSays(
            "SentryPolicy.Memory.Hidden: expected (batch, 16) float32, got null. Every tensor of an observation must be given; "
                + "only action masks and ranges may be null, which allows every choice.",
            () => policy.Evaluate(sequence with { Memory = default }, actions, starts)
        );
        AssertSays(
            "SentryPolicy.starts: expected (steps, batch) bool, got (3, 4) bool. Sounds has steps = 4, this has 3.",
            () => policy.Evaluate(sequence, actions, starts.t())
        );
        AssertSays(
            "SentryPolicy.Sounds: expected (batch, 5) float32, got (4, 3, 5) float32. It has the wrong number of axes. "
                + "Tensors are not reshaped or broadcast automatically.",
            () => policy.Act(sequence, new RandomStream(1))
        );
        Assert.Throws<ArgumentNullException>(() => policy.Evaluate(sequence, null!, starts));
        Assert.Throws<ArgumentOutOfRangeException>(() => policy.InitialMemory(-1));
        Assert.Throws<NoLegalActionException>(() =>
            policy.Evaluate(sequence with { CommandMask = zeros(4, 3, 4, ScalarType.Bool) }, actions, starts)
        );
    }

    private static void AssertSays(string message, Action call) => Assert.Equal(message, Assert.Throws<MaskShapeException>(call).Message);
}
