using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Rollouts;

/// <summary>Every generated rollout returns the steps that were added to it.</summary>
public class RolloutTests
{
    public static TheoryData<string> Recurrent => Policies.Recurrent;

    [Theory, EveryPolicy]
    public void Minibatches_ContainEveryAddedRowOnce(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Filled, options =>
        {
            FilledRollout filled = FilledRollout.OfAnySize(subject, steps: 4, options);
            int rows = 4 * options.Batch;
            int count = 1 + (options.Seed % rows);
            List<int> seen = [];
            List<int> sizes = [];

            foreach (SubjectMinibatch part in filled.Rollout.Minibatches(count, new RandomStream(options.Seed)))
            {
                int[] rowsOfPart = FilledRollout.RowsOf(part);
                seen.AddRange(rowsOfPart);
                sizes.Add(rowsOfPart.Length);
                filled.Holds(rowsOfPart, part);
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
        Property.Holds(BatchOptions.Filled, options =>
        {
            FilledRollout filled = FilledRollout.OfAnySize(subject, steps: 3, options);

            SubjectMinibatch all = filled.Rollout.All();

            int[] rows = [.. Enumerable.Range(0, 3 * options.Batch)];
            Assert.Equal(rows, FilledRollout.RowsOf(all));
            filled.Holds(rows, all);
        });
    }

    [Theory, EveryPolicy]
    public void Sequences_ContainAllStepsOfTheirEnvironments(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Filled, options =>
        {
            const int steps = 3;
            FilledRollout filled = FilledRollout.OfAnySize(subject, steps, options);
            List<int> seen = [];

            foreach (SubjectMinibatch part in filled.Rollout.Sequences(1 + (options.Seed % options.Batch), new RandomStream(options.Seed)))
            {
                long environments = part.LogProb.size(1);
                bool IsMemory(int member) => subject.Spec.Members[member].Kind == MemberKind.Memory;
                SubjectMinibatch flat = new(
                    [.. part.Observation.Select((tensor, i) => IsMemory(i) ? tensor!.unsqueeze(0).expand(steps, -1, -1).flatten(0, 1)
                        : tensor?.flatten(0, 1))], [.. part.Actions.Select(tensor => tensor.flatten(0, 1))],
                    part.LogProb.flatten(), part.Value?.flatten(0, 1), part.Advantage.flatten(0, 1), part.Return.flatten(0, 1),
                    part.Starts.flatten(), part.Rows.flatten(), part.LogProbPerActor?.flatten(0, 1), part.Present?.flatten(0, 1));
                int[] rows = FilledRollout.RowsOf(flat);
                filled.Holds(rows, flat, withMemoryOfTheFirstStep: true);
                Assert.All(part.Observation.Where((tensor, i) => tensor is not null && !IsMemory(i)), tensor =>
                    Assert.Equal([steps, environments], tensor!.shape[..2]));
                Assert.All(part.Observation.Where((_, i) => IsMemory(i)), memory =>
                    Assert.Equal((2, environments), (memory!.dim(), memory.size(0))));
                for (int i = 0; i < rows.Length; i++)
                {
                    Assert.Equal((i / environments, rows[i % environments]), (rows[i] / options.Batch, rows[i] % options.Batch));
                }

                Assert.Equal(rows.Select(row => row < options.Batch), Same.Booleans(part.Starts));
                seen.AddRange(rows);
            }

            Assert.Equal(Enumerable.Range(0, steps * options.Batch), seen.Order());
        });
    }

    [Theory, EveryPolicy]
    public void AllSequences_AndTheirSlices_ContainTheirEnvironmentsInOrder(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Filled, options =>
        {
            const int steps = 3;
            FilledRollout filled = FilledRollout.OfAnySize(subject, steps, options);
            int start = options.Seed % options.Batch;
            int count = 1 + (options.Seed / 7 % (options.Batch - start));

            SubjectMinibatch all = filled.Rollout.AllSequences();
            SubjectMinibatch slice = filled.Rollout.SliceOfSequences(start, count);

            Assert.Equal(Enumerable.Range(0, steps * options.Batch), FilledRollout.RowsOf(all));
            Tensor environments = tensor([.. Enumerable.Range(start, count).Select(environment => (long)environment)]);
            for (int member = 0; member < subject.Spec.Members.Length; member++)
            {
                int axis = subject.Spec.Members[member].Kind == MemberKind.Memory ? 0 : 1;
                Assert.Equal(all.Observation[member] is null, slice.Observation[member] is null);
                if (all.Observation[member] is { } tensor)
                {
                    Assert.Equal(options.Batch, tensor.size(axis));
                    Same.Exactly(
                        tensor.index_select(axis, environments), slice.Observation[member]!, subject.Spec.Members[member].Name);
                }
            }

            foreach ((Tensor whole, Tensor part) in all.Actions.Append(all.LogProb).Append(all.Return)
                .Zip(slice.Actions.Append(slice.LogProb).Append(slice.Return)))
            {
                Same.Exactly(whole.index_select(1, environments), part, "slice");
            }

            // The slice is an argument of the policy, as a whole minibatch is.
            using SubjectDistribution distribution = subject.DistributionOf(slice.Observation, slice.Starts);
            Assert.Equal([steps * count], distribution.Entropy().shape);
        });
    }

    [Theory, EveryPolicy]
    public void LegalFractions_AreThoseOfTheMaskOfEachHead(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using DisposeScope scope = NewDisposeScope();
        FilledRollout filled = FilledRollout.OfOneSize(subject, steps: 3, environments: 4);

        double[] legal = [.. subject.Spec.Heads.Select(head => Flags(head).Sum(flags => flags.sum().ToDouble()))];
        double[] total = [.. subject.Spec.Heads.Select(head => (double)Flags(head).Sum(flags => flags.numel()))];

        Assert.Equal(legal.Zip(total, (flags, all) => flags / all), filled.Rollout.LegalFractions);
        Assert.Equal(legal.Sum() / total.Sum(), filled.Rollout.LegalFraction);

        IEnumerable<Tensor> Flags(HeadSpec head) =>
            filled.Observations.Select(observation => observation[subject.Spec.IndexOf(head.Mask)]!);
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void SequencesOfARecurrentPolicy_AreArgumentsOfEvaluate(string policy)
    {
        (Subject subject, IRecurrentSubject recurrent) = Policies.MakeRecurrent(policy);
        using Subject disposed = subject;
        Property.Holds(BatchOptions.Filled, options =>
        {
            const int steps = 3;
            FilledRollout filled = FilledRollout.OfAnySize(subject, steps, options);
            foreach (SubjectMinibatch part in filled.Rollout.Sequences(1 + (options.Seed % options.Batch), new RandomStream(options.Seed)))
            {
                SubjectEvaluation evaluated = recurrent.EvaluateSequence(part.Observation, part.Actions, part.Starts);
                Assert.Equal(part.LogProb.shape, evaluated.LogProb.shape);

                // All episodes start at the first step, with a memory of zeros, and continue with the memory of the previous step.
                Same.Nearly(evaluated.LogProb[0], FirstStep(part).LogProb, "log-probability of the first step");
            }

            SubjectEvaluation FirstStep(SubjectMinibatch part) => subject.Evaluate(
                [.. part.Observation.Select((tensor, i) => subject.Spec.Members[i].Kind == MemberKind.Memory ? zeros_like(tensor!)
                    : tensor?[0])], [.. part.Actions.Select(tensor => tensor[0])]);
        });
    }

    [Theory, EveryPolicy]
    public void EntitiesBeyondTheCapacity_AreRefused_ByTheNameOfTheSet(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(2, Batch: 2, Slots: 3, MinSlots: 3));
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
        FilledRollout filled = FilledRollout.OfOneSize(subject, steps: 4, environments: 3);

        int[][] Epoch(long seed) => [.. filled.Rollout.Minibatches(3, new RandomStream(seed)).Select(FilledRollout.RowsOf)];

        Assert.Equal(Epoch(1), Epoch(1));
        Assert.NotEqual(Epoch(1), Epoch(2));
    }
}
