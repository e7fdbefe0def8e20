using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>
/// Agents attend to boxes and ramps; boxes attend to agents. Tests that run for every policy check that absent entities and the order of
/// present ones have no effect.
/// </summary>
public class AttendsToTests
{
    [Theory]
    [InlineData("Boxes")]
    [InlineData("Ramps")]
    public void OtherSets_ChangeTheEntitiesThatAttendToThem(string other)
    {
        using Subject subject = Seekers();
        Property.Holds(BatchOptions.Filled, options =>
        {
            Tensor?[] observation = subject.Observe(options with { Presence = 1, Legal = 1, MinSlots = 1 });
            Tensor before = subject.Forward(observation).Probs("Moves");

            Tensor after = subject.Forward(With(subject, observation, other, tensor => tensor.Plus(1))).Probs("Moves");

            AssertEveryoneDiffers(before, after);
        });
    }

    [Fact]
    public void AnEntityThatSeesNothingOfItsOwnSet_StillAttendsToOtherSets()
    {
        using Subject subject = Seekers();
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = With(
            subject,
            subject.Observe(new BatchOptions(3, Batch: 2, Presence: 1, Legal: 1, MinSlots: 2)),
            "AgentsSight",
            sight => zeros_like(sight)
        );

        Tensor before = subject.Forward(observation).Probs("Moves");
        Tensor boxesMoved = subject.Forward(With(subject, observation, "Boxes", tensor => tensor.Plus(1))).Probs("Moves");
        Tensor firstMoved = subject
            .Forward(
                With(
                    subject,
                    observation,
                    "Agents",
                    tensor => cat([tensor.narrow(1, 0, 1).Plus(1), tensor.narrow(1, 1, tensor.size(1) - 1)], 1)
                )
            )
            .Probs("Moves");

        AssertEveryoneDiffers(before, boxesMoved);
        Same.Exactly(
            before.narrow(1, 1, before.size(1) - 1),
            firstMoved.narrow(1, 1, before.size(1) - 1),
            "those who do not see the first"
        );
    }

    [Fact]
    public void AttendingToASet_TrainsItsEmbedding_ButNotItsBlocks()
    {
        using Subject subject = Seekers();
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(3, Batch: 2, Presence: 1, Legal: 1, MinSlots: 2));
        subject.Module.zero_grad();

        subject.Forward(observation).Probs("Moves").Squared().sum().backward();

        foreach (
            (string name, Parameter parameter) in subject
                .Module.named_parameters()
                .Where(pair =>
                    pair.name.StartsWith("Boxes.", StringComparison.Ordinal) || pair.name.StartsWith("Ramps.", StringComparison.Ordinal)
                )
        )
        {
            bool isReached = parameter.grad is { } gradient && Same.Numbers(gradient).Any(number => number != 0);
            Assert.True(isReached == name.Contains(".embed.", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public void EncodersOfAnotherWidth_AreRefused_AndDisposed()
    {
        long before = LiveTensors.OfThread;

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => new UnevenPolicy());

        Assert.Equal(
            "UnevenPolicy.Agents: attends to Boxes, and expected its width 64, got 32. Declare encoders of the same width.",
            thrown.Message
        );
        Assert.Equal(before, LiveTensors.OfThread);
    }

    /// <summary>Sets the weights of the core to 0, because the core uses all entities. Only the effect of attention remains.</summary>
    private static Subject Seekers()
    {
        Subject subject = Policies.Make(nameof(HideAndSeekPolicy));
        using IDisposable frozen = no_grad();
        subject.Module.named_parameters().Single(pair => pair.name == "Core.layer.weight").parameter.zero_();
        return subject;
    }

    private static Tensor?[] With(Subject subject, Tensor?[] observation, string member, Func<Tensor, Tensor> change) =>
        [.. observation.Select((tensor, i) => subject.Spec.Members[i].Name == member ? change(tensor!) : tensor)];

    private static void AssertEveryoneDiffers(Tensor before, Tensor after) =>
        Assert.All(Same.Numbers(before.sub(after).abs().sum(-1)), difference => Assert.NotEqual(0, difference));
}
