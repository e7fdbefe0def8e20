using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A policy with non-finite logits throws instead of acting. Other results are NaN, only in the affected rows.</summary>
public class NonFiniteLogitsTests
{
    public static TheoryData<float> Values => [float.NaN, float.PositiveInfinity];

    [Theory, EveryPolicy]
    public void Act_Throws_WithTheRows_AndTheStreamKeepsItsPosition(string policy)
    {
        foreach (ScalarType precision in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using Subject subject = Policies.Make(policy, precision: precision);
            using DisposeScope scope = NewDisposeScope();
            Tensor?[] observation = Spoilt(subject);
            RandomStream stream = new(1);
            foreach (Action act in new Action[] { () => subject.Act(observation, stream), () => subject.ActGreedily(observation) })
            {
                NonFiniteLogitsException thrown = LiveTensors.AfterThrowing<NonFiniteLogitsException>(act);
                Assert.Equal(subject.Spec.Name, thrown.Policy);
                Assert.Contains(thrown.Head, subject.Spec.Heads.Select(head => head.Name));
                Assert.Equal([1], thrown.Rows);
            }

            Assert.Equal(0, stream.Step);
            Assert.True(is_grad_enabled());
        }
    }

    [Fact]
    public void TheFirstHead_InTheOrderOfDeclaration_IsNamed()
    {
        using DisposeScope scope = NewDisposeScope();
        using WorkshopPolicy policy = new();
        WorkshopPolicy.Observation observation = new()
        {
            Mood = zeros(1, 4),
            Tools = zeros(1, 2, 3),
            ToolsMask = ones(1, 2, ScalarType.Bool),
            Floor = zeros(1, 2, 3, 5),
            FloorMask = ones(1, 3, 5, ScalarType.Bool),
            StyleMask = null,
            PickMask = null,
            ReachMask = null,
            MeetMask = null,
        };
        using IDisposable noGrad = no_grad();
        foreach (Parameter parameter in policy.Reach.parameters().Concat(policy.Pick.parameters()))
        {
            parameter.fill_(Constant.Of(float.NaN));
        }

        NonFiniteLogitsException thrown = Assert.Throws<NonFiniteLogitsException>(() => policy.Act(observation, new RandomStream(1)));
        Assert.Equal(nameof(WorkshopPolicy.Pick), thrown.Head);
    }

    [Theory, EveryPolicy]
    public void Evaluate_ReturnsNaN_OnlyInThoseRows(string policy)
    {
        foreach (ScalarType precision in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using Subject subject = Policies.Make(policy, precision: precision);
            using DisposeScope scope = NewDisposeScope();
            Tensor?[] spoilt = Spoilt(subject);
            Tensor?[] sound = Sound(subject);
            Tensor[] actions = subject.Act(sound, new RandomStream(1)).Actions;
            SubjectEvaluation expected = subject.Evaluate(sound, actions);
            SubjectEvaluation actual = subject.Evaluate(spoilt, actions);
            foreach (
                (Tensor one, Tensor other, string what) in new[]
                {
                    (expected.LogProb, actual.LogProb, "log-probability"),
                    (expected.Entropy, actual.Entropy, "entropy"),
                }
            )
            {
                Assert.True(double.IsNaN(Same.Numbers(other)[1]), $"{what}: expected NaN, got {Same.Numbers(other)[1]}");
                Same.Nearly(one[0], other[0], what);
                Same.Nearly(one[2], other[2], what);
            }

            Tensor[] drawn = subject.Forward(spoilt).Sample(new RandomStream(3));
            Tensor[] others = subject.Forward(sound).Sample(new RandomStream(3));
            for (int head = 0; head < drawn.Length; head++)
            {
                Assert.All(Same.Integers(drawn[head][1]), action => Assert.Equal(-1, action));
                Same.Exactly(others[head][0], drawn[head][0], $"actions of head {head}");
            }

            Assert.True(double.IsNaN(Same.Numbers(subject.Forward(spoilt).LogProb(drawn))[1]), "log-probability of what was drawn");
        }
    }

    [Theory, MemberData(nameof(Values))]
    public void TheHeadWhoseParametersDiverged_IsNamed(float value)
    {
        using SkirmishPolicy policy = new();
        using DisposeScope scope = NewDisposeScope();
        foreach (string head in new[] { "Command", "Heading" })
        {
            Tensor bias = policy.get_parameter($"{head}.bias")!;
            using Tensor before = bias.detach().clone();
            using (no_grad())
            {
                bias.fill_(Constant.Of(value));
            }

            NonFiniteLogitsException thrown = Assert.Throws<NonFiniteLogitsException>(() => policy.Act(Observe(), new RandomStream(1)));
            Assert.Equal((head, "SkirmishPolicy"), (thrown.Head, thrown.Policy));
            Assert.Equal([0, 1, 2], thrown.Rows);
            Assert.Equal(
                $"SkirmishPolicy.{head}: expected finite logits, got NaN or infinite ones in rows 0, 1, 2 of the batch. "
                    + "Check the observation and the parameters for NaN and infinity; "
                + "where training diverged, lower the learning rate or clip gradients.", thrown.Message);
            using (no_grad())
            {
                bias.copy_(before);
            }
        }

        Assert.Equal(0, policy.Act(Observe(), new RandomStream(1)).LogProb.isnan().sum().item<long>());

        static SkirmishPolicy.Observation Observe() =>
            new()
            {
                Globals = randn(3, 12),
                Units = randn(3, 4, 9),
                UnitsMask = ones(3, 4, ScalarType.Bool),
                CommandMask = null,
                HeadingMask = null,
                TargetMask = null,
            };
    }

    [Theory, MemberData(nameof(Values))]
    public void ANetworkOfActionValues_ThrowsToo(float value)
    {
        using FerryValues network = new();
        using DisposeScope scope = NewDisposeScope();
        FerryValues.Observation observation = new()
        {
            Sea = zeros(3, 4),
            NextMask = tensor(new[] { true, true, false }).expand(3, 3).clone(),
        };
        Parameter bias = network.get_parameter("Next.bias")!;
        Fill(2, value);
        Assert.NotNull(network.ActGreedily(observation));
        Fill(0, value);
        RandomStream stream = new(1);

        Assert.Equal([0, 1, 2], Assert.Throws<NonFiniteLogitsException>(() => network.Act(observation, 0.5, stream)).Rows);
        Assert.Equal("Next", Assert.Throws<NonFiniteLogitsException>(() => network.ActGreedily(observation)).Head);
        Assert.Equal(0, stream.Step);

        void Fill(int choice, float number)
        {
            using IDisposable frozen = no_grad();
            bias[choice] = tensor(number);
        }
    }

    [Fact]
    public void ALegalActionOfValueMinusInfinity_IsPreferredToAMaskedOne()
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedValues values = new(
            full([1, 3], Constant.Of(float.NegativeInfinity)),
            tensor(new[] { false, true, false }).reshape(1, 3)
        );

        Assert.Equal([1], Same.Integers(values.Greedy()));
    }

    /// <summary>Creates three environments with all entities present and all choices legal. All features of the second are NaN.</summary>
    private static Tensor?[] Spoilt(Subject subject)
    {
        Tensor?[] observation = Sound(subject);
        foreach (Tensor tensor in observation.OfType<Tensor>().Where(tensor => tensor.is_floating_point()))
        {
            tensor[1].fill_(Constant.Of(float.NaN));
        }

        return observation;
    }

    private static Tensor?[] Sound(Subject subject) =>
        subject.Observe(new BatchOptions(5, Batch: 3, Presence: 1, NullMasks: 1, MinSlots: 2));
}
