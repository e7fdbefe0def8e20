using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Rollouts;

/// <summary>Advantages of each actor of a set.</summary>
public sealed class ActorAdvantagesTests
{
    [Fact]
    public void EveryActor_HasTheAdvantagesOfItsSlot()
    {
        SquadRollout squad = new(steps: 3, environments: 1, slots: 2);
        squad.Add([true, true], [0.5f, 2], [1, 4]);
        squad.Add([true, true], [1, 4], [2, 0]);
        squad.Add([true, true], [1.5f, 8], [3, 0]);

        squad.Rollout.ComputeAdvantages(0.5, 0.5, [2, 16]);

        // The first slot is the example of GeneralizedAdvantageTests. In the second, δ = 4 + 2 - 2, 0 + 4 - 4 and 0 + 8 - 8.
        Holds(squad, advantages: [1.59375, 4, 2.375, 0, 2.5, 0], returns: [2.09375, 6, 3.375, 4, 4, 8]);
    }

    [Fact]
    public void AnActorThatDisappears_IsDone_AndOneThatReappearsStartsAgain()
    {
        SquadRollout squad = new(steps: 4, environments: 1, slots: 1);
        squad.Add([true], [1], [2]);
        squad.Add([true], [4], [6]);
        squad.Add([false], [0], [float.NaN]);
        squad.Add([true], [2], [1]);

        squad.Rollout.ComputeAdvantages(0.5, 0.5, [8]);

        // δ = 6 - 4 = 2 without a next value, 2 + 1/2·4 - 1 = 3, and 1 + 1/2·8 - 2 = 3 for the later actor.
        Holds(squad, advantages: [3.5, 2, 0, 3], returns: [4.5, 6, 0, 5]);
    }

    [Fact]
    public void AnActorThatDisappearsAfterTheLastStep_IsBootstrappedWithItsValueOfZero()
    {
        SquadRollout squad = new(steps: 1, environments: 1, slots: 2);
        squad.Add([true, true], [1, 1], [2, 2]);

        using Tensor lastValues = tensor(new float[,] { { 0, 4 } });
        squad.Rollout.ComputeAdvantages(0.5, 0.5, lastValues);

        Holds(squad, advantages: [1, 3], returns: [2, 4]);
    }

    [Fact]
    public void AnActorThatAppears_StartsThen_AndASmallerSetHasNoActorsBeyondIt()
    {
        SquadRollout squad = new(steps: 3, environments: 1, slots: 3);
        squad.Add([true], [1], [1, 9, 9]);
        squad.Add([true, false, true], [2, 7, 4], [0, 9, 1]);
        squad.Add([true], [4], [0, 9, 9]);

        squad.Rollout.ComputeAdvantages(0.5, 1, [8, 9, 9]);

        // Slot 0: δ = 1 + 1 - 1 = 1, 0 + 2 - 2 = 0, 0 + 4 - 4 = 0. Slot 2 acts once: 1 - 4 = -3.
        Holds(squad, advantages: [1, 0, 0, 0, 0, -3, 0, 0, 0], returns: [2, 0, 0, 2, 0, 1, 4, 0, 0]);
    }

    [Fact]
    public void TheEndOfTheEpisode_EndsThatOfEveryActor_WithItsFinalValue()
    {
        SquadRollout squad = new(steps: 2, environments: 1, slots: 2);
        squad.Add([true, true], [1, 1], [1, 1], isDone: true, finalValues: [4, 0]);
        squad.Add([true, true], [8, 8], [0, 0], isDone: true);

        squad.Rollout.ComputeAdvantages(0.5, 0.5, [float.MaxValue, float.MaxValue]);

        // A time limit cut off the first episode; the second actor was gone in its last state. The second episode terminated.
        Holds(squad, advantages: [2, 0, -8, -8], returns: [3, 1, 0, 0]);
    }

    [Fact]
    public void Environments_AreIndependent()
    {
        SquadRollout squad = new(steps: 2, environments: 2, slots: 2);
        squad.Add(new[,] { { true, true }, { true, false } }, new float[,] { { 1, 1 }, { 2, 0 } });
        squad.Rollout.AddOutcome([1, 2, 3, 4], [false, true]);
        squad.Add(new[,] { { false, true }, { true, true } }, new float[,] { { 0, 2 }, { 4, 6 } });
        squad.Rollout.AddOutcome([5, 6, 7, 8], [false, false]);

        squad.Rollout.ComputeAdvantages(1, 1, [0, 1, 2, 3]);

        Holds(squad, advantages: [0, 8, 1, 0, 0, 5, 5, 5], returns: [1, 9, 3, 0, 0, 7, 9, 11]);
    }

    [Fact]
    public void Advantages_EqualTheDefinition_ForAnyActorsAndEpisodes()
    {
        Gen<float> number = Gen.Int[-8, 8].Select(eighths => eighths / 8f);
        Gen<float[]> numbersOfActors = number.Array[(6 * 2 * 3 * 3) + 6];
        Property.Holds(Gen.Select(Gen.Int[1, 6], Gen.Int[1, 2], Gen.Int[1, 3], numbersOfActors, Gen.Bool.Array[6 * 2 * 4]), input =>
        {
            (int steps, int environments, int slots, float[] numbers, bool[] flags) = input;
            const double gamma = 0.75;
            const double lambda = 0.5;
            SquadRollout squad = new(steps, environments, slots);
            int perStep = environments * slots;
            Actor[,] actors = new Actor[steps, perStep];
            float[] last = [.. Enumerable.Range(0, perStep).Select(slot => numbers[^(1 + slot)])];
            for (int step = 0; step < steps; step++)
            {
                bool[,] present = new bool[environments, slots];
                float[,] values = new float[environments, slots];
                for (int slot = 0; slot < perStep; slot++)
                {
                    int at = ((step * perStep) + slot) * 3;
                    (int environment, int place) = Math.DivRem(slot, slots);
                    actors[step, slot] = new Actor(
                        flags[(step * perStep) + slot], numbers[at], numbers[at + 1], numbers[at + 2],
                        IsDone: flags[^(1 + (step * environments) + environment)]);
                    (present[environment, place], values[environment, place]) = (actors[step, slot].IsPresent, actors[step, slot].Value);
                }

                squad.Add(present, values);
                Actor[] row = [.. Enumerable.Range(0, perStep).Select(slot => actors[step, slot])];
                squad.Rollout.AddOutcome(
                    [.. row.Select(actor => actor.Reward)],
                    [.. Enumerable.Range(0, environments).Select(environment => row[environment * slots].IsDone)],
                    [.. row.Select(actor => actor.FinalValue)]);
            }

            squad.Rollout.ComputeAdvantages(gamma, lambda, last);

            double[] expected =
            [
                .. Enumerable.Range(0, steps * perStep)
                    .Select(row => Definition(actors, row / perStep, row % perStep, last[row % perStep], gamma, lambda)),
            ];
            double[] actual = Read.Numbers(squad.Rollout.All().Advantage);
            Assert.Equal(expected.Length, actual.Length);
            Assert.All(expected, (advantage, row) => Assert.Equal(advantage, actual[row], 1e-6));
        });
    }

    /// <summary>A = Σ (γ λ)^k δ over the steps until the actor is gone or its episode ends.</summary>
    private static double Definition(Actor[,] actors, int step, int slot, double last, double gamma, double lambda)
    {
        double sum = 0;
        double weight = 1;
        for (int now = step; actors[step, slot].IsPresent; now++)
        {
            Actor actor = actors[now, slot];
            bool isLast = now == actors.GetLength(0) - 1;
            bool disappears = !isLast && !actors[now + 1, slot].IsPresent;
            double next = actor.IsDone ? actor.FinalValue : isLast ? last : disappears ? 0 : actors[now + 1, slot].Value;
            sum += weight * (actor.Reward + (gamma * next) - actor.Value);
            weight *= gamma * lambda;
            if (actor.IsDone || isLast || disappears)
            {
                break;
            }
        }

        return sum;
    }

    /// <summary>Asserts advantages and returns, ordered by step, environment and slot.</summary>
    private static void Holds(SquadRollout squad, double[] advantages, double[] returns)
    {
        using DisposeScope scope = NewDisposeScope();
        Minibatch<Policies.Pair, Policies.ScoutPolicy.Actions> all = squad.Rollout.All();
        Assert.Equal(advantages, Read.Numbers(all.Advantage));
        Assert.Equal(returns, Read.Numbers(all.Return));
    }

    private sealed record Actor(bool IsPresent, float Value, float Reward, float FinalValue, bool IsDone);
}
