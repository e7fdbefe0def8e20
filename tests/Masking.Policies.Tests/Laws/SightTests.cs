using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Four units; unit 1 is hidden from unit 0, and seen by the others.</summary>
public class SightTests
{
    private const int Seer = 0;
    private const int Hidden = 1;

    [Fact]
    public void UnseenEntities_HaveNoEffectOnTheObserver_ButOnOthers()
    {
        using TeamPolicy policy = Team();
        using DisposeScope scope = NewDisposeScope();
        TeamPolicy.Observation observation = Observation();
        Tensor changedUnits = observation.Units.clone();
        changedUnits.select(1, Hidden).add_(Constant.Of(3), Constant.Of(1));

        Tensor before = policy.forward(observation).MovesProbs;
        Tensor after = policy.forward(observation with { Units = changedUnits }).MovesProbs;

        Same.Exactly(before.select(1, Seer), after.select(1, Seer), "the seer");
        foreach (int other in new[] { Hidden, 2, 3 })
        {
            Assert.NotEqual(Same.Numbers(before.select(1, other)), Same.Numbers(after.select(1, other)));
        }
    }

    [Fact]
    public void UnseenEntities_HaveNoGradientFromTheObserver()
    {
        using TeamPolicy policy = Team();
        using DisposeScope scope = NewDisposeScope();
        TeamPolicy.Observation observation = Observation();
        observation.Units.requires_grad_();

        policy.forward(observation).MovesProbs.select(1, Seer).Squared().sum().backward();

        Tensor gradient = observation.Units.grad!;
        Same.Zero(gradient.select(1, Hidden), "the hidden one");
        foreach (int seen in new[] { Seer, 2, 3 })
        {
            Assert.All(Same.Numbers(gradient.select(1, seen).abs().sum(-1)), sum => Assert.NotEqual(0, sum));
        }
    }

    [Fact]
    public void AnEntityThatSeesNothing_NotEvenItself_IsFinite()
    {
        using TeamPolicy policy = Team();
        using DisposeScope scope = NewDisposeScope();
        TeamPolicy.Observation observation = Observation();
        Tensor blind = observation.UnitsSight.clone();
        blind.select(1, Seer).fill_(Constant.Of(false));
        observation.Units.requires_grad_();

        Tensor probs = policy.forward(observation with { UnitsSight = blind }).MovesProbs;
        probs.Squared().sum().backward();

        Same.Finite(probs, "probabilities");
        Same.Finite(observation.Units.grad!, "gradient");
    }

    /// <summary>Sets the weights of the core to 0, because the core uses all units. Only the effect of attention remains.</summary>
    private static TeamPolicy Team()
    {
        TeamPolicy policy = new();
        Weights.Randomise(policy, seed: 3);
        using IDisposable frozen = no_grad();
        foreach ((_, Parameter parameter) in policy.named_parameters().Where(pair => pair.name == "Core.layer.weight"))
        {
            parameter.zero_();
        }

        return policy;
    }

    private static TeamPolicy.Observation Observation()
    {
        manual_seed(5);
        Tensor sight = ones([2, 4, 4], ScalarType.Bool);
        sight.select(1, Seer).select(1, Hidden).fill_(Constant.Of(false));
        return new()
        {
            Units = randn(2, 4, 4),
            UnitsMask = ones([2, 4], ScalarType.Bool),
            UnitsSight = sight,
            Enemies = randn(2, 2, 3),
            EnemiesMask = ones([2, 2], ScalarType.Bool),
            Ground = randn(2, 2, 3, 4),
            MovesMask = null,
            FormationMask = null,
            RallyMask = null,
            TargetsMask = null,
        };
    }
}
