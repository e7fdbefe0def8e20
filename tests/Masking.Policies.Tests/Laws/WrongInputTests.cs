using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class WrongInputTests
{
    [Theory, EveryPolicy]
    public void EveryMistakeInEveryMember_IsNamed_WithoutSideEffects(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(8, Batch: 3, Slots: 5, Presence: 0.9, Legal: 0.9, MinSlots: 2));
        Tensor[] actions = subject.Act(observation, new RandomStream(1)).Actions;
        RandomStream stream = new(1);

        foreach (Mistake mistake in Mistakes.In(subject.Spec, observation))
        {
            Tensor?[] wrong = [.. observation];
            wrong[mistake.Member] = mistake.Tensor;
            Assert.Multiple(
                () => AssertNamed(subject, mistake, wrong, () => subject.Act(wrong, stream)),
                () => AssertNamed(subject, mistake, wrong, () => subject.ActGreedily(wrong)),
                () => AssertNamed(subject, mistake, wrong, () => subject.Evaluate(wrong, actions)),
                () => AssertNamed(subject, mistake, wrong, () => subject.Forward(wrong)));
        }

        Assert.Equal(0, stream.Step);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void TheMessage_StatesExpectedActualAndRemedy()
    {
        using SkirmishPolicy policy = new();
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        SkirmishPolicy.Observation observation = new()
        {
            Globals = zeros(16, 12),
            Units = zeros(16, 7, 9),
            UnitsMask = ones([16, 5], ScalarType.Bool),
            CommandMask = null,
            HeadingMask = null,
            TargetMask = null,
        };

        MaskShapeException thrown = Assert.Throws<MaskShapeException>(() => policy.Act(observation, new RandomStream(1)));

        Assert.Equal(
            "SkirmishPolicy.UnitsMask: expected (batch, entities) bool, got (16, 5) bool. Units has entities = 7, this has 5.",
            thrown.Message
        );
    }

    [Theory, EveryPolicy]
    public void PoliciesInFloat64_RequireFloat64(string policy)
    {
        using Subject subject = Policies.Make(policy, precision: ScalarType.Float64);
        using Subject single = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();

        MaskShapeException thrown = LiveTensors.AfterThrowing<MaskShapeException>(() =>
        {
            using TorchSharp.DisposeScope inputs = NewDisposeScope();
            subject.Act(single.Observe(new BatchOptions(1, Batch: 2)), new RandomStream(1));
        });

        Assert.Equal(subject.Spec.Members[0].Name, thrown.Member);
        Assert.Equal($"{subject.Spec.Members[0].Shape} float64", thrown.Expected);
        Assert.EndsWith("float32", thrown.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingStream_IsRefused()
    {
        using Subject subject = Policies.Make(nameof(DuelPolicy));
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(1, Batch: 2));

        Assert.Throws<ArgumentNullException>(() => subject.Act(observation, null!));
        Assert.Throws<ArgumentNullException>(() => subject.Forward(observation).Sample(null!));
    }

    private static void AssertNamed(Subject subject, Mistake mistake, Tensor?[] wrong, Action call)
    {
        MemberSpec named = subject.Spec.Members[mistake.Named];
        Tensor? tensor = wrong[mistake.Named];

        MaskShapeException thrown = LiveTensors.AfterThrowing<MaskShapeException>(call);

        Assert.Equal((mistake.What, subject.Spec.Name), (mistake.What, thrown.Policy));
        Assert.Equal((mistake.What, named.Name), (mistake.What, thrown.Member));
        Assert.Equal($"{named.Shape} {named.Type}", thrown.Expected);
        Assert.Equal(
            tensor is null ? "null"
                : tensor.IsInvalid ? "a disposed tensor"
                : $"({string.Join(", ", tensor.shape)}) {NameOf(tensor.dtype)}",
            thrown.Actual
        );
        Assert.StartsWith(
            $"{thrown.Policy}.{thrown.Member}: expected {thrown.Expected}, got {thrown.Actual}. ",
            thrown.Message,
            StringComparison.Ordinal
        );
    }

    private static string NameOf(ScalarType type) => type == ScalarType.Byte ? "uint8" : type.ToString().ToLowerInvariant();
}
