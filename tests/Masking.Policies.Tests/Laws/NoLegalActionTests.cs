using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class NoLegalActionTests
{
    [Theory, EveryPolicy]
    public void RowsWithoutALegalChoice_AreNamed_WithoutSideEffects(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            BatchOptions.Filled,
            options =>
            {
                Tensor?[] observation = subject.Observe(options with { Batch = options.Batch + 2, NullMasks = 0 });
                foreach (HeadSpec head in subject.Spec.Heads.Where(head => head.MustChoose))
                {
                    Tensor mask = observation[subject.Spec.IndexOf(head.Mask)]!.clone();
                    mask[1].fill_(Constant.Of(false));
                    mask[options.Batch + 1].fill_(Constant.Of(false));
                    Refused(subject, head, With(subject, observation, head.Mask, mask), [1, options.Batch + 1]);
                }
            },
            cases: 5
        );
    }

    [Theory, EveryPolicy]
    public void AnEmptySetToPointAt_HasNoLegalAction(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        foreach (HeadSpec head in subject.Spec.Heads.Where(head => head.MustChoose && head.Over is not null))
        {
            foreach (double nullMasks in new[] { 0.0, 1.0 })
            {
                Tensor?[] observation = subject.Observe(new BatchOptions(3, Batch: 3, NullMasks: nullMasks));
                Tensor present = observation[subject.Spec.IndexOf(head.Over!)]!.clone();
                present[2].fill_(Constant.Of(false));
                Refused(subject, head, With(subject, observation, head.Over!, present), [2]);
            }
        }
    }

    [Theory, EveryPolicy]
    public void AllowedButAbsentCandidates_AreNotLegal(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        foreach (HeadSpec head in subject.Spec.Heads.Where(head => head.MustChoose && head.Over is not null))
        {
            Tensor?[] observation = subject.Observe(new BatchOptions(3, Batch: 4, Presence: 0.5));
            Tensor mask = observation[subject.Spec.IndexOf(head.Over!)]!.logical_not();
            Refused(subject, head, With(subject, observation, head.Mask, mask), [0, 1, 2, 3]);
        }
    }

    [Fact]
    public void TheMessage_NamesPolicyHeadAndRows_AndWhatToDo()
    {
        NoLegalActionException thrown = new("DuelPolicy", "Bid", [1, 4]);

        Assert.Equal(
            "DuelPolicy.Bid: no legal choice in rows 1, 4 of the batch. Allow at least one choice in every row of its mask, "
                + "or declare [ActionMask(AllowEmpty = true)] where having none means \"no action\".",
            thrown.Message
        );
    }

    [Theory, EveryPolicy]
    public void WithAllowEmpty_NoLegalChoice_IsNoAction_WithLogProbZero(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            BatchOptions.Filled,
            options =>
            {
                Tensor?[] observation = subject.Observe(options with { NullMasks = 0 });
                foreach (HeadSpec head in subject.Spec.Heads.Where(head => !head.MustChoose))
                {
                    observation[subject.Spec.IndexOf(head.Mask)] = zeros_like(observation[subject.Spec.IndexOf(head.Mask)]!);
                }

                Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
                Snapshot snapshot = Snapshot.Of(subject, observation, actions);

                foreach (HeadSpec head in subject.Spec.Heads.Where(head => !head.MustChoose))
                {
                    Same.Zero(actions[subject.Spec.IndexOfHead(head.Name)].Plus(1), head.Name);
                    Same.Zero(snapshot[$"{head.Name} log-probability"], head.Name);
                    Same.Zero(snapshot[$"{head.Name} mode"].Plus(1), head.Name);
                    foreach (
                        (string name, Tensor gradient) in snapshot.Tensors.Where(pair =>
                            pair.Key.StartsWith($"gradient of {head.Name}.", StringComparison.Ordinal)
                        )
                    )
                    {
                        Same.Zero(gradient, name);
                    }
                }
            }
        );
    }

    private static void Refused(Subject subject, HeadSpec head, Tensor?[] observation, long[] rows)
    {
        Tensor[] actions = [.. subject.Spec.Heads.Select(each => zeros(subject.Present(each, observation).shape, ScalarType.Int64))];
        RandomStream stream = new(1);
        Action[] calls =
        [
            () => subject.Act(observation, stream),
            () => subject.ActGreedily(observation),
            () => subject.Evaluate(observation, actions),
            () => subject.Forward(observation),
        ];
        foreach (Action call in calls)
        {
            NoLegalActionException thrown = LiveTensors.AfterThrowing<NoLegalActionException>(call);
            Assert.Equal(subject.Spec.Name, thrown.Policy);
            Assert.Equal(head.Name, thrown.Head);
            Assert.Equal(rows, thrown.Rows);
        }

        Assert.Equal(0, stream.Step);
        Assert.True(is_grad_enabled());
    }

    private static Tensor?[] With(Subject subject, Tensor?[] observation, string member, Tensor tensor)
    {
        Tensor?[] changed = [.. observation];
        changed[subject.Spec.IndexOf(member)] = tensor;
        return changed;
    }
}
