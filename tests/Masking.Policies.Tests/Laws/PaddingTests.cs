using CsCheck;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class PaddingTests
{
    [Theory, EveryPolicy]
    public void MoreAbsentEntities_HaveNoEffect(string policy)
    {
        using Subject subject = Policies.Make(policy, precision: ScalarType.Float64);
        Property.Holds(
            Gen.Select(BatchOptions.Any, Gen.Int[1, 4]),
            input =>
            {
                (BatchOptions options, int extra) = input;
                Tensor?[] observation = subject.Observe(options);
                Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
                Snapshot expected = Snapshot.Of(subject, observation, actions);

                foreach (string axis in subject.Spec.SetAxes)
                {
                    Snapshot padded = Snapshot.Of(
                        subject,
                        subject.Padded(observation, axis, extra),
                        subject.PaddedActions(actions, axis, extra)
                    );
                    foreach ((string name, Tensor tensor) in padded.Tensors)
                    {
                        IReadOnlyList<string> axes = subject.Spec.AxesOf(name);
                        Same.Nearly(
                            expected[name],
                            tensor.Along(axes, axis, (part, dim) => part.narrow(dim, 0, part.size(dim) - extra))!,
                            name,
                            tolerance: 1e-9
                        );
                        tensor.Along(axes, axis, (part, dim) => AssertAbsent(part.narrow(dim, part.size(dim) - extra, extra), part, name));
                    }
                }
            },
            cases: 15
        );
    }

    private static Tensor AssertAbsent(Tensor added, Tensor all, string name)
    {
        if (added.is_floating_point())
        {
            Same.Zero(added, name);
        }
        else
        {
            Assert.All(Same.Integers(added), action => Assert.Equal(-1, action));
        }

        return all;
    }
}
