using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Rollouts;

/// <summary>Every generated rollout hands out what was added to it.</summary>
public class RolloutTests
{
    public static TheoryData<string> Recurrent => Policies.Recurrent;

    [Theory, EveryPolicy]
    public void Minibatches_HandOutEveryRowOnce_ExactlyAsItWasAdded(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(Scene.Filled, scene =>
        {
            Episode episode = Episode.OfAnySize(subject, steps: 4, scene);
            int rows = 4 * scene.Batch;
            int count = 1 + (scene.Seed % rows);
            List<int> seen = [];
            List<int> sizes = [];

            foreach (Part part in episode.Rollout.Minibatches(count, new RandomStream(scene.Seed)))
            {
                int[] rowsOfPart = Episode.RowsOf(part);
                seen.AddRange(rowsOfPart);
                sizes.Add(rowsOfPart.Length);
                episode.Holds(rowsOfPart, part);
                subject.Evaluate(part.Observation, part.Actions);
            }

            Assert.Equal(Enumerable.Range(0, rows), seen.Order());
            Assert.Equal(count, sizes.Count);
            Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
        });
    }

    [Theory, EveryPolicy]
    public void All_IsInOrder(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(Scene.Filled, scene =>
        {
            Episode episode = Episode.OfAnySize(subject, steps: 3, scene);

            Part all = episode.Rollout.All();

            int[] rows = [.. Enumerable.Range(0, 3 * scene.Batch)];
            Assert.Equal(rows, Episode.RowsOf(all));
            episode.Holds(rows, all);
        });
    }

    [Theory, EveryPolicy]
    public void Sequences_HoldAllStepsOfTheirEnvironments(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(Scene.Filled, scene =>
        {
            const int steps = 3;
            Episode episode = Episode.OfAnySize(subject, steps, scene);
            List<int> seen = [];

            foreach (Part part in episode.Rollout.Sequences(1 + (scene.Seed % scene.Batch), new RandomStream(scene.Seed)))
            {
                long environments = part.LogProb.size(1);
                bool IsMemory(int member) => subject.Spec.Members[member].Kind == MemberKind.Memory;
                Part flat = new(
                    [.. part.Observation.Select((tensor, i) => IsMemory(i) ? tensor!.unsqueeze(0).expand(steps, -1, -1).flatten(0, 1)
                        : tensor?.flatten(0, 1))], [.. part.Actions.Select(tensor => tensor.flatten(0, 1))],
                    part.LogProb.flatten(), part.Value?.flatten(), part.Advantage.flatten(), part.Return.flatten(), part.Starts.flatten());
                int[] rows = Episode.RowsOf(flat);
                episode.Holds(rows, flat, withMemoryOfTheFirstStep: true);
                Assert.All(part.Observation.Where((tensor, i) => tensor is not null && !IsMemory(i)), tensor =>
                    Assert.Equal([steps, environments], tensor!.shape[..2]));
                Assert.All(part.Observation.Where((_, i) => IsMemory(i)), memory =>
                    Assert.Equal((2, environments), (memory!.dim(), memory.size(0))));
                for (int i = 0; i < rows.Length; i++)
                {
                    Assert.Equal((i / environments, rows[i % environments]), (rows[i] / scene.Batch, rows[i] % scene.Batch));
                }

                Assert.Equal(rows.Select(row => row < scene.Batch), Same.Booleans(part.Starts));
                seen.AddRange(rows);
            }

            Assert.Equal(Enumerable.Range(0, steps * scene.Batch), seen.Order());
        });
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void SequencesOfARecurrentPolicy_AreWhatItEvaluates(string policy)
    {
        (Subject subject, IRemembering remembering) = Policies.MakeRecurrent(policy);
        using Subject disposed = subject;
        Property.Holds(Scene.Filled, scene =>
        {
            const int steps = 3;
            Episode episode = Episode.OfAnySize(subject, steps, scene);
            foreach (Part part in episode.Rollout.Sequences(1 + (scene.Seed % scene.Batch), new RandomStream(scene.Seed)))
            {
                Judgement judged = remembering.EvaluateSequence(part.Observation, part.Actions, part.Starts);
                Assert.Equal(part.LogProb.shape, judged.LogProb.shape);

                // Every episode of these starts at the first step, under a memory of zeros, and goes on under what is remembered.
                Same.Nearly(judged.LogProb[0], FirstStep(part).LogProb, "log-probability of the first step");
            }

            Judgement FirstStep(Part part) => subject.Evaluate(
                [.. part.Observation.Select((tensor, i) => subject.Spec.Members[i].Kind == MemberKind.Memory ? zeros_like(tensor!)
                    : tensor?[0])], [.. part.Actions.Select(tensor => tensor[0])]);
        });
    }

    [Theory, EveryPolicy]
    public void EntitiesBeyondTheRoom_AreRefused_ByTheNameOfTheSet(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new Scene(2, Batch: 2, Slots: 3, Least: 3));
        foreach (string axis in subject.Spec.SetAxes)
        {
            SubjectRollout rollout = subject.NewRollout(steps: 1, environments: 2, room: 3, observation);
            Tensor?[] greater = subject.Padded(observation, axis, extra: 1);

            MaskShapeException refused = Assert.Throws<MaskShapeException>(() => rollout.Act(greater, new RandomStream(1)));

            Assert.Equal(subject.Spec.Members.First(member => member.Axes.Contains(axis)).Name, refused.Member);
            Assert.EndsWith($" with {axis} at most 3", refused.Expected, StringComparison.Ordinal);
            Assert.Contains("of 4 or more", refused.Message, StringComparison.Ordinal);
            Assert.Equal(0, rollout.Count);
            rollout.Act(observation, new RandomStream(1));
        }
    }

    [Theory, EveryPolicy]
    public void TheSameSeed_GivesTheSameMinibatches(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using DisposeScope scope = NewDisposeScope();
        Episode episode = Episode.OfOneSize(subject, steps: 4, environments: 3);

        int[][] Epoch(long seed) => [.. episode.Rollout.Minibatches(3, new RandomStream(seed)).Select(Episode.RowsOf)];

        Assert.Equal(Epoch(1), Epoch(1));
        Assert.NotEqual(Epoch(1), Epoch(2));
    }
}
