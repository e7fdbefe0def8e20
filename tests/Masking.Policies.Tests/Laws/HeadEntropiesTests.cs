using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>The entropies of single heads are the terms of the entropy.</summary>
public sealed class HeadEntropiesTests
{
    [Theory, EveryPolicy]
    public void TheyAddUpToTheEntropy(string policy)
    {
        using Subject subject = Policies.Make(policy, precision: ScalarType.Float64);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
            using SubjectDistribution distribution = subject.Forward(observation);

            (string Head, Tensor Entropy)[] entropies = [.. distribution.HeadEntropies(actions)];

            Assert.Equal(subject.Spec.Heads.Select(head => head.Name).Order(), entropies.Select(head => head.Head).Order());
            Assert.Equal(distribution.HeadLogProbs(actions).Select(head => head.Head), entropies.Select(head => head.Head));
            Assert.All(entropies, head => Assert.Equal([options.Batch], head.Entropy.shape));
            Same.Nearly(distribution.Entropy(), entropies.Select(head => head.Entropy).Aggregate(Sum), "entropy", tolerance: 1e-12);
        });
    }

    [Fact]
    public void OfActorsWithSummedAndAveragedEntropies_TheyAddUp()
    {
        using LegionPolicy legion = new();
        using LegionPolicy.Batch batch = new(2, maxUnits: 3);
        Present(batch.UnitsMask);
        TheyAddUp<LegionPolicy.Observation, LegionPolicy.Actions, LegionPolicy.Distribution>(legion, batch.Observation);

        using PlatoonPolicy platoon = new();
        using PlatoonPolicy.Batch soldiers = new(2, maxSoldiers: 3);
        Present(soldiers.SoldiersMask);
        TheyAddUp<PlatoonPolicy.Observation, PlatoonPolicy.Actions, PlatoonPolicy.Distribution>(platoon, soldiers.Observation);
    }

    [Fact]
    public void OfHeadsThatDependOnOthers_TheyAddUp()
    {
        using RaidPolicy raid = new();
        using RaidPolicy.Batch units = new(2, maxUnits: 3);
        Present(units.UnitsMask);
        TheyAddUp<RaidPolicy.Observation, RaidPolicy.Actions, RaidPolicy.Distribution>(raid, units.Observation);

        using DrillPolicy drill = new();
        using DrillPolicy.Batch ground = new(2);
        TheyAddUp<DrillPolicy.Observation, DrillPolicy.Actions, DrillPolicy.Distribution>(drill, ground.Observation);
    }

    [Fact]
    public void OfSubsets_AndOfHeadsGivenOthers_TheyAddUp_ForTheGivenActions()
    {
        using SquadPolicy squad = new();
        using SquadPolicy.Batch units = new(2, maxUnits: 4);
        Present(units.UnitsMask);
        TheyAddUp<SquadPolicy.Observation, SquadPolicy.Actions, SquadPolicy.Distribution>(squad, units.Observation);

        using DraftPolicy draft = new();
        using DraftPolicy.Batch players = new(2, maxPlayers: 3);
        Present(players.PlayersMask);
        TheyAddUp<DraftPolicy.Observation, DraftPolicy.Actions, DraftPolicy.Distribution>(draft, players.Observation);

        using RosterPolicy roster = new();
        using RosterPolicy.Batch coaches = new(2, maxCoaches: 2, maxPlayers: 3);
        Present(coaches.CoachesMask);
        Present(coaches.PlayersMask);
        TheyAddUp<RosterPolicy.Observation, RosterPolicy.Actions, RosterPolicy.Distribution>(roster, coaches.Observation);
    }

    [Fact]
    public void TheyHaveTheGradientsOfTheEntropy()
    {
        using DisposeScope scope = NewDisposeScope();
        using DraftPolicy policy = new();
        Weights.Randomise(policy, seed: 1);
        policy.to(ScalarType.Float64);
        using DraftPolicy.Batch batch = new(2, maxPlayers: 3);
        Present(batch.PlayersMask);
        DraftPolicy.Observation observation = Double(batch.Observation);
        DraftPolicy.Actions actions = policy.Act(observation, new RandomStream(1)).Actions;
        Tensor[] Gradients(Func<DraftPolicy.Distribution, Tensor> entropy)
        {
            policy.zero_grad();
            entropy(policy.forward(observation)).sum().backward();
            return [.. policy.parameters().Select(parameter => (parameter.grad ?? zeros_like(parameter)).clone())];
        }

        Tensor[] whole = Gradients(distribution =>
        {
            distribution.LogProb(actions);
            return distribution.Entropy();
        });
        Tensor[] ofHeads = Gradients(distribution => HeadEntropies<DraftPolicy.Distribution, DraftPolicy.Actions>(distribution, actions)
            .Select(head => head.Entropy).Aggregate(Sum));

        Assert.Contains(whole, gradient => gradient.count_nonzero().ToInt64() > 0);
        foreach ((Tensor expected, Tensor actual) in whole.Zip(ofHeads))
        {
            Same.Nearly(expected, actual, "gradient", tolerance: 1e-9);
        }
    }

    /// <summary>Asserts that the entropies add up for any actions, also those that the distribution has not seen before.</summary>
    private static void TheyAddUp<TObservation, TActions, TDistribution>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy, TObservation observation)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : class, IPolicyDistribution<TDistribution, TActions>
    {
        using DisposeScope scope = NewDisposeScope();
        Weights.Randomise(policy, seed: 1);
        policy.to(ScalarType.Float64);
        observation = Double(observation);
        for (int seed = 1; seed <= 10; seed++)
        {
            TActions actions = policy.Act(observation, new RandomStream(seed)).Actions;
            TDistribution distribution = policy.call(observation);

            (string Head, Tensor Entropy)[] entropies = [.. distribution.HeadEntropies(actions)];

            // The entropy of heads that depend on choices is that for the actions that were evaluated last.
            distribution.LogProb(actions);
            Assert.Equal(TActions.MemberNames.Order(), entropies.Select(head => head.Head).Order());
            Same.Nearly(distribution.Entropy(), entropies.Select(head => head.Entropy).Aggregate(Sum), "entropy", tolerance: 1e-12);
        }
    }

    private static IEnumerable<(string Head, Tensor Entropy)> HeadEntropies<TDistribution, TActions>(
        TDistribution distribution, TActions actions)
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
        where TActions : ITensorRecord<TActions> => distribution.HeadEntropies(actions);

    private static T Double<T>(T record) where T : ITensorRecord<T> => T.FromTensors(
        [.. record.ToTensors().Select(tensor => tensor?.is_floating_point() == true ? tensor.to(ScalarType.Float64) : tensor)]);

    private static Tensor Sum(Tensor left, Tensor right) => left.Plus(right);

    private static void Present(Func<int, Span<bool>> mask)
    {
        mask(0).Fill(true);
        mask(1)[..2].Fill(true);
    }
}
