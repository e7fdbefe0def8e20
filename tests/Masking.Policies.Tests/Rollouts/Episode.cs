using static TorchSharp.torch;

namespace Masking.Policies.Tests.Rollouts;

/// <summary>A rollout that a policy has filled, with copies of all that was added.</summary>
internal sealed class Episode
{
    /// <summary>Room for entities in each set.</summary>
    public const int Room = 6;

    private const int FirstReward = 1000;

    private Episode(Subject subject, SubjectRollout rollout, Tensor?[][] observations, Deed[] deeds)
    {
        Subject = subject;
        Rollout = rollout;
        Observations = observations;
        Deeds = deeds;
    }

    public SubjectRollout Rollout { get; }

    /// <summary>What was seen at each step.</summary>
    public Tensor?[][] Observations { get; }

    /// <summary>What was done at each step.</summary>
    public Deed[] Deeds { get; }

    private Subject Subject { get; }

    /// <summary>
    /// Sets differ in size from step to step, and masks that are null at one step are given at another. What is added is overwritten at
    /// once.
    /// </summary>
    public static Episode OfAnySize(Subject subject, int steps, Scene scene)
    {
        bool hasFreeMap = subject.Spec.Members.Any(member => member.Axes.Contains("height"));
        scene = hasFreeMap ? scene with { Slots = 3, Least = 3 } : scene;
        return Of(subject, [.. Enumerable.Range(0, steps).Select(step => subject.Observe(scene with
        {
            Seed = scene.Seed / (step + 1),
            Slots = hasFreeMap ? 3 : Math.Min(Room, scene.Slots + (step % 3)),
            NullMasks = step % 2 == 0 ? scene.NullMasks : 0,
        }))]);
    }

    /// <summary>All steps are of the same sizes.</summary>
    public static Episode OfOneSize(Subject subject, int steps, int environments) =>
        Of(
            subject,
            [.. Enumerable.Range(0, steps).Select(step => subject.Observe(new Scene(100 + step, environments, Slots: Room, Least: Room)))]
        );

    /// <summary>Which rows a part holds.</summary>
    public static int[] RowsOf(Part part) => [.. Same.Integers(part.Return).Select(reward => (int)reward - FirstReward)];

    /// <summary>Asserts that a part holds exactly what was added as these rows, padded with what is absent.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="part">The part.</param>
    /// <param name="withMemoryOfTheFirstStep">Whether memories are those of the first step, as in a sequence, and not of the row's.</param>
    public void Holds(IReadOnlyList<int> rows, Part part, bool withMemoryOfTheFirstStep = false)
    {
        int environments = (int)Deeds[0].LogProb.size(0);
        for (int i = 0; i < rows.Count; i++)
        {
            (int step, int environment) = Math.DivRem(rows[i], environments);
            for (int member = 0; member < Subject.Spec.Members.Length; member++)
            {
                MemberSpec spec = Subject.Spec.Members[member];
                if (part.Observation[member] is { } handedOut)
                {
                    // Null allows everything.
                    Tensor added = Observations[withMemoryOfTheFirstStep && spec.Kind == MemberKind.Memory ? 0 : step][member]
                        ?? ones([.. spec.Axes.Select(axis => Subject.SizeOf(axis, Observations[step]))], ScalarType.Bool);
                    IsPadded(added[environment], handedOut[i], 0, $"{spec.Name} of row {rows[i]}");
                }
                else
                {
                    Assert.All(rows, row => Assert.Null(Observations[row / environments][member]));
                }
            }

            for (int head = 0; head < part.Actions.Length; head++)
            {
                Assert.Equal(ScalarType.Int64, part.Actions[head].dtype);
                IsPadded(
                    Deeds[step].Actions[head][environment],
                    part.Actions[head][i],
                    -1,
                    $"{Subject.Spec.Heads[head].Name} of row {rows[i]}"
                );
            }

            Same.Exactly(Deeds[step].LogProb[environment], part.LogProb[i], "log-probability");
            if (Deeds[step].Value is { } value)
            {
                Same.Exactly(value[environment], part.Value![i], "value");
            }
        }

        for (int member = 0; member < Subject.Spec.Members.Length; member++)
        {
            FitsTheGreatest(rows, environments, member, part.Observation[member]);
        }
    }

    private static Episode Of(Subject subject, Tensor?[][] observations)
    {
        int environments = (int)observations[0][0]!.size(0);
        SubjectRollout rollout = subject.NewRollout(observations.Length, environments, Room, observations[0]);
        Tensor?[][] added = [.. observations.Select(observation => observation.Select(tensor => tensor?.clone()).ToArray())];
        RandomStream stream = new(3);
        List<Deed> deeds = [];
        foreach (Tensor?[] observation in observations)
        {
            Deed deed = rollout.Act(observation, stream);
            deeds.Add(new Deed([.. deed.Actions.Select(tensor => tensor.clone())], deed.LogProb.clone(), deed.Value?.clone()));
            Overwrite([.. observation, .. deed.Actions, deed.LogProb, deed.Value]);
            int first = rollout.Count * environments;
            rollout.AddOutcome(
                [.. Enumerable.Range(first, environments).Select(row => (float)(FirstReward + row))],
                new bool[environments],
                []
            );
        }

        // With gamma 0, the return of a row is its reward, by which it is known again.
        rollout.ComputeAdvantages(0, 1, new float[environments]);
        return new Episode(subject, rollout, added, [.. deeds]);
    }

    private static void Overwrite(Tensor?[] tensors)
    {
        using IDisposable frozen = no_grad();
        foreach (Tensor tensor in tensors.OfType<Tensor>())
        {
            tensor.fill_(tensor.dtype == ScalarType.Bool ? Constant.Of(tensor.logical_not().any().item<bool>()) : Constant.Of(77));
        }
    }

    /// <summary>A row that was added stands in the corner of one that was handed out, and around it what is absent.</summary>
    private static void IsPadded(Tensor added, Tensor row, int absent, string what)
    {
        Tensor expected = full(row.shape, Constant.Of(absent), row.dtype);
        Tensor corner = expected;
        for (int axis = 0; axis < added.dim(); axis++)
        {
            corner = corner.narrow(axis, 0, added.size(axis));
        }

        corner.copy_(added);
        Same.Exactly(expected, row, what);
    }

    /// <summary>No axis is longer than in the greatest of the rows' steps.</summary>
    private void FitsTheGreatest(IReadOnlyList<int> rows, int environments, int member, Tensor? handedOut)
    {
        Tensor[] given = [.. rows.Select(row => Observations[row / environments][member]).OfType<Tensor>()];
        for (int axis = 1; handedOut is not null && axis < handedOut.dim() && given.Length == rows.Count; axis++)
        {
            Assert.Equal(given.Max(tensor => tensor.size(axis)), handedOut.size(axis));
        }
    }
}
