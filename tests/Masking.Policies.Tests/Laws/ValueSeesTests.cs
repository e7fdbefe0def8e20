using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Inputs that only the value uses: a set and a vector.</summary>
public class ValueSeesTests
{
    private static readonly string[] Seen = ["Everything", "EverythingMask", "Clock"];

    [Fact]
    public void InputsOfTheValueOnly_ChangeTheValue_AndNoBitOfAnyAction()
    {
        using Subject subject = Policies.Make(nameof(HideAndSeekPolicy));
        Property.Holds(BatchOptions.Filled, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            Tensor?[] another = subject.Observe(options with { Seed = options.Seed / 2, Slots = 9 });
            Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
            Dictionary<string, Tensor> before = OfThePolicy(subject, observation, actions, out Tensor value);

                foreach (string[] members in new[] { ["Everything", "EverythingMask"], ["Clock"], Seen })
                {
                    Tensor?[] changed =
                    [
                        .. observation.Select((tensor, i) => members.Contains(subject.Spec.Members[i].Name) ? another[i] : tensor),
                    ];
                    Dictionary<string, Tensor> after = OfThePolicy(subject, changed, actions, out Tensor changedValue);

                Assert.All(before, pair => Same.Exactly(pair.Value, after[pair.Key], pair.Key));
                Assert.True(!members.Contains("Clock") || Same.Numbers(value.sub(changedValue)).All(difference => difference != 0));
            }
        });
    }

    [Fact]
    public void ASetOfTheValueOnly_ChangesTheValue()
    {
        using Subject subject = Policies.Make(nameof(HideAndSeekPolicy));
        Property.Holds(BatchOptions.Filled, options =>
        {
            Tensor?[] observation = subject.Observe(options with { Presence = 1, MinSlots = 1 });
            Tensor value = subject.Forward(observation).Value!;
            int set = subject.Spec.IndexOf("Everything");
            observation[set] = observation[set]!.Plus(1);

            Assert.All(Same.Numbers(value.sub(subject.Forward(observation).Value!)), difference => Assert.NotEqual(0, difference));
        });
    }

    [Fact]
    public void EncodersOfTheValueOnly_AreTrainedOnlyByTheValue()
    {
        using Subject subject = Policies.Make(nameof(HideAndSeekPolicy));
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(3, Batch: 4, Presence: 1, MinSlots: 2));
        Tensor[] actions = subject.Act(observation, new RandomStream(1)).Actions;
        (string Name, Parameter Parameter)[] encoders =
        [
            .. subject.Module.named_parameters().Where(pair => Seen.Contains(pair.name.Split('.')[0])),
        ];

        OfThePolicy(subject, observation, actions, out Tensor value);
        Assert.All(encoders, encoder => Assert.Null(encoder.Parameter.grad));

        value.Squared().sum().backward();
        Assert.NotEmpty(encoders);
        Assert.All(encoders, encoder => Assert.Contains(Same.Numbers(encoder.Parameter.grad!), number => number != 0));
    }

    [Fact]
    public void TheLatent_AndInputsOfTheValueOnly_Interact()
    {
        using Subject subject = Policies.Make(nameof(HideAndSeekPolicy), precision: ScalarType.Float64);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(3, Batch: 8, Presence: 1, MinSlots: 2));

        // If the value were a sum of separate functions of the inputs, this difference would be 0.
        Tensor mixed = ValueOf(0, 0).sub(ValueOf(0, 1)).sub(ValueOf(1, 0)).Plus(ValueOf(1, 1));

        Assert.True(mixed.abs().max().item<double>() > 1e-3);

        Tensor ValueOf(double agents, double clock) =>
            subject
                .Forward([
                    .. observation.Select(
                        (tensor, i) =>
                            subject.Spec.Members[i].Name switch
                            {
                                "Agents" => tensor!.Plus(agents),
                                "Clock" => tensor!.Plus(clock),
                                _ => tensor,
                            }
                    ),
                ])
                .Value!;
    }

    [Fact]
    public void InputsOfTheValueOnly_AreNotInputsOfTheCore_AndTheValueHasAHiddenLayer()
    {
        using HideAndSeekPolicy policy = new();
        Dictionary<string, Tensor> state = policy.state_dict();

        Assert.Equal(
            [64, policy.Agents.PooledWidth + policy.Boxes.PooledWidth + policy.Ramps.PooledWidth],
            state["Core.layer.weight"].shape
        );
        Assert.Equal([64, 64 + policy.Everything.PooledWidth + policy.Clock.Width], state["Value.hidden.weight"].shape);
        Assert.Equal([1, 64], state["Value.layer.weight"].shape);
    }

    /// <summary>Returns all results of a policy for its actions, and their gradients.</summary>
    private static Dictionary<string, Tensor> OfThePolicy(Subject subject, Tensor?[] observation, Tensor[] actions, out Tensor value)
    {
        subject.Module.zero_grad();
        SubjectDistribution distribution = subject.Forward(observation);
        Dictionary<string, Tensor> said = new()
        {
            ["log-probability"] = distribution.LogProb(actions),
            ["entropy"] = distribution.Entropy(),
        };
        foreach (HeadSpec head in subject.Spec.Heads)
        {
            said.Add($"{head.Name} probs", distribution.Probs(head.Name));
        }

        said.Values.Select(tensor => tensor.Squared().sum()).Aggregate((sum, term) => sum.Plus(term)).backward(retain_graph: true);
        foreach ((string name, Parameter parameter) in subject.Module.named_parameters().Where(pair => pair.parameter.grad is not null))
        {
            said.Add($"gradient of {name}", parameter.grad!.clone());
        }

        value = distribution.Value!;
        return said;
    }
}
