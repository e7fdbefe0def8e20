using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class PermutationTests
{
    [Theory, EveryPolicy]
    public void PermutedEntities_PermuteTheirResults_AndKeepPooledResults(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
            Snapshot expected = Snapshot.Of(subject, observation, actions);

                foreach (string axis in subject.Spec.SetAxes)
                {
                    Tensor order = randperm(subject.SizeOf(axis, observation));
                    Tensor?[] permuted =
                    [
                        .. observation.Select(
                            (tensor, i) => tensor.Along(subject.Spec.Members[i].Axes, axis, (part, dim) => part.index_select(dim, order))
                        ),
                    ];
                    Snapshot actual = Snapshot.Of(
                        subject,
                        permuted,
                        [.. actions.Select((tensor, head) => Permuted(subject, subject.Spec.Heads[head], tensor, axis, order))]
                    );
                    Compare(subject, expected, actual, axis, order);
                }
            },
            cases: 15
        );
    }

    private static void Compare(Subject subject, Snapshot expected, Snapshot actual, string axis, Tensor order)
    {
        foreach ((string name, Tensor tensor) in expected.Tensors.Where(pair => !pair.Key.EndsWith(" sample", StringComparison.Ordinal)))
        {
            Tensor permuted = name.EndsWith(" mode", StringComparison.Ordinal)
                ? Permuted(subject, subject.Spec.Heads.Single(head => name == $"{head.Name} mode"), tensor, axis, order)
                : tensor.Along(subject.Spec.AxesOf(name), axis, (part, dim) => part.index_select(dim, order))!;
            Same.Nearly(permuted, actual[name], name);
        }
    }

    /// <summary>Permutes the actors of actions, and the indices of the entities that pointers chose.</summary>
    private static Tensor Permuted(Subject subject, HeadSpec head, Tensor actions, string axis, Tensor order)
    {
        Tensor moved = actions.Along(subject.Spec.ActorAxes(head), axis, (part, dim) => part.index_select(dim, order))!;
        if (!subject.Spec.ChoiceAxes(head).Contains(axis))
        {
            return moved;
        }

        // The additional last entry maps -1, no action, to itself.
        Tensor places = cat([order.argsort(), zeros(1, ScalarType.Int64)]);
        return where(
            moved.lt(Constant.Of(0)),
            moved,
            places.index_select(0, moved.clamp_min(Constant.Of(0)).flatten()).reshape(moved.shape)
        );
    }
}
