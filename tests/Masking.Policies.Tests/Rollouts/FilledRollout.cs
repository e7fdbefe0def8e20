using static TorchSharp.torch;

namespace Masking.Policies.Tests.Rollouts;

/// <summary>A rollout that was filled by a policy, with copies of the added steps.</summary>
internal sealed class FilledRollout
{
    /// <summary>The capacity of each entity set.</summary>
    public const int Room = 6;

    private const int FirstReward = 1000;

    private FilledRollout(Subject subject, SubjectRollout rollout, Tensor?[][] observations, SubjectStep[] actedSteps)
    {
        Subject = subject;
        Rollout = rollout;
        Observations = observations;
        ActedSteps = actedSteps;
    }

    public SubjectRollout Rollout { get; }

    /// <summary>The observation of each step.</summary>
    public Tensor?[][] Observations { get; }

    /// <summary>The actions of each step.</summary>
    public SubjectStep[] ActedSteps { get; }

    private Subject Subject { get; }

    /// <summary>
    /// Fills a rollout with steps whose sets have different sizes, and whose masks are null at some steps only. Each step is overwritten
    /// after it was added.
    /// </summary>
    public static FilledRollout OfAnySize(Subject subject, int steps, BatchOptions options)
    {
        bool hasFreeMap = subject.Spec.Members.Any(member => member.Axes.Contains("height"));
        options = hasFreeMap ? options with { Slots = 3, MinSlots = 3 } : options;
        return Of(subject, [.. Enumerable.Range(0, steps).Select(step => subject.Observe(options with
        {
            Seed = options.Seed / (step + 1),
            Slots = hasFreeMap ? 3 : Math.Min(Room, options.Slots + (step % 3)),
            NullMasks = step % 2 == 0 ? options.NullMasks : 0,
        }))]);
    }

    /// <summary>Fills a rollout with steps whose sets have the same size.</summary>
    public static FilledRollout OfOneSize(Subject subject, int steps, int environments) =>
        Of(
            subject,
            [
                .. Enumerable.Range(0, steps).Select(step =>
                    subject.Observe(new BatchOptions(100 + step, environments, Slots: Room, MinSlots: Room))),
            ]
        );

    /// <summary>
    /// Returns the indices of the rows of a minibatch, and asserts that the returns are theirs: every actor has the reward of its row, and
    /// those that are absent have 0.
    /// </summary>
    public static int[] RowsOf(SubjectMinibatch part)
    {
        Tensor rewards = part.Rows.Plus(FirstReward).to(ScalarType.Float32);
        if (part.Present is { } present)
        {
            Tensor perSlot = rewards.reshape([.. rewards.shape, .. Enumerable.Repeat(1L, (int)(present.dim() - rewards.dim()))]);
            rewards = perSlot.mul(present.to(ScalarType.Float32));
        }

        Same.Exactly(rewards, part.Return, "returns");
        return [.. Same.Integers(part.Rows).Select(row => (int)row)];
    }

    /// <summary>Asserts that a minibatch contains exactly the added rows, padded with absent entities.</summary>
    /// <param name="rows">The indices of the rows.</param>
    /// <param name="part">The minibatch.</param>
    /// <param name="withMemoryOfTheFirstStep">
    /// Whether the memory is that of the first step, as in a sequence, instead of that of the row.
    /// </param>
    public void Holds(IReadOnlyList<int> rows, SubjectMinibatch part, bool withMemoryOfTheFirstStep = false)
    {
        int environments = (int)ActedSteps[0].LogProb.size(0);
        for (int i = 0; i < rows.Count; i++)
        {
            (int step, int environment) = Math.DivRem(rows[i], environments);
            for (int member = 0; member < Subject.Spec.Members.Length; member++)
            {
                MemberSpec spec = Subject.Spec.Members[member];
                if (part.Observation[member] is { } handedOut)
                {
                    // Null allows every choice.
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
                    ActedSteps[step].Actions[head][environment],
                    part.Actions[head][i],
                    -1,
                    $"{Subject.Spec.Heads[head].Name} of row {rows[i]}"
                );
            }

            Same.Exactly(ActedSteps[step].LogProb[environment], part.LogProb[i], "log-probability");
            if (ActedSteps[step].Value is { } value)
            {
                IsPadded(value[environment], part.Value![i], 0, "value");
            }

            if (ActedSteps[step].LogProbPerActor is { } perActor)
            {
                IsPadded(perActor[environment], part.LogProbPerActor![i], 0, "log-probability per actor");
                Same.Exactly(part.Observation[Subject.Spec.IndexOf(Subject.Spec.ValueEach!)]![i], part.Present![i], "present");
            }
        }

        for (int member = 0; member < Subject.Spec.Members.Length; member++)
        {
            FitsTheGreatest(rows, environments, member, part.Observation[member]);
        }
    }

    private static FilledRollout Of(Subject subject, Tensor?[][] observations)
    {
        int environments = (int)observations[0][0]!.size(0);
        SubjectRollout rollout = subject.NewRollout(observations.Length, environments, Room, observations[0]);
        Tensor?[][] added = [.. observations.Select(observation => observation.Select(tensor => tensor?.clone()).ToArray())];
        RandomStream stream = new(3);
        List<SubjectStep> actedSteps = [];
        foreach (Tensor?[] observation in observations)
        {
            SubjectStep acted = rollout.Act(observation, stream);
            Tensor[] actions = [.. acted.Actions.Select(tensor => tensor.clone())];
            actedSteps.Add(new SubjectStep(actions, acted.LogProb.clone(), acted.Value?.clone(), acted.LogProbPerActor?.clone()));
            Overwrite([.. observation, .. acted.Actions, acted.LogProb, acted.Value, acted.LogProbPerActor]);
            int first = rollout.Count * environments;
            rollout.AddOutcome(
                [
                    .. Enumerable.Range(first, environments)
                        .SelectMany(row => Enumerable.Repeat((float)(FirstReward + row), rollout.Slots)),
                ],
                new bool[environments],
                []
            );
        }

        // With gamma 0, the return of a row is its reward, which identifies the row.
        rollout.ComputeAdvantages(0, 1, new float[environments * rollout.Slots]);
        return new FilledRollout(subject, rollout, added, [.. actedSteps]);
    }

    private static void Overwrite(Tensor?[] tensors)
    {
        using IDisposable frozen = no_grad();
        foreach (Tensor tensor in tensors.OfType<Tensor>())
        {
            tensor.fill_(tensor.dtype == ScalarType.Bool ? Constant.Of(tensor.logical_not().any().item<bool>()) : Constant.Of(77));
        }
    }

    /// <summary>Asserts that a returned row contains the added row at the lowest indices, and padding elsewhere.</summary>
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

    /// <summary>Asserts that no axis is longer than in the largest of the rows.</summary>
    private void FitsTheGreatest(IReadOnlyList<int> rows, int environments, int member, Tensor? handedOut)
    {
        Tensor[] given = [.. rows.Select(row => Observations[row / environments][member]).OfType<Tensor>()];
        for (int axis = 1; handedOut is not null && axis < handedOut.dim() && given.Length == rows.Count; axis++)
        {
            Assert.Equal(given.Max(tensor => tensor.size(axis)), handedOut.size(axis));
        }
    }
}
