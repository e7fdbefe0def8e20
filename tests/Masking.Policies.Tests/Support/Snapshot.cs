using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>All results of a policy for a batch and given actions, and all gradients, by name.</summary>
internal sealed class Snapshot
{
    private readonly Dictionary<string, Tensor> _tensors = [];

    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    public Tensor this[string name] => _tensors[name];

    /// <summary>Creates a snapshot, and asserts that all of its values are finite.</summary>
    public static Snapshot Of(
        Subject subject,
        IReadOnlyList<Tensor?> observation,
        IReadOnlyList<Tensor?> actions,
        bool withGradients = true
    )
    {
        Snapshot snapshot = new();
        Tensor?[] inputs =
        [
            .. observation.Select(tensor =>
                tensor is null || !tensor.is_floating_point() ? tensor : tensor.detach().clone().requires_grad_()
            ),
        ];
        subject.Module.zero_grad();
        SubjectDistribution distribution = subject.Forward(inputs);
        snapshot.Add("LogProb", distribution.LogProb(actions));
        snapshot.Add("Entropy", distribution.Entropy());
        if (distribution.Value is { } value)
        {
            snapshot.Add("Value", value);
        }

        if (distribution.LogProbPerActor(actions) is { } perActor)
        {
            snapshot.Add("LogProbPerActor", perActor);
        }

        Tensor[] mode = distribution.Mode();
        Tensor[] sample = distribution.Sample(new RandomStream(5));
        for (int head = 0; head < subject.Spec.Heads.Length; head++)
        {
            string name = subject.Spec.Heads[head].Name;
            snapshot.Add($"{name} probs", distribution.Probs(name));
            snapshot.Add($"{name} log-probability", distribution.LogProb(name, actions));
            snapshot.Add($"{name} mode", mode[head]);
            snapshot.Add($"{name} sample", sample[head]);
        }

        if (withGradients)
        {
            snapshot.AddGradients(subject, inputs);
        }

        foreach ((string name, Tensor tensor) in snapshot._tensors)
        {
            Same.Finite(tensor, $"{subject.Spec.Name}, {name}");
        }

        return snapshot;
    }

    /// <summary>Asserts that all tensors are equal, bit for bit.</summary>
    public void EqualsExactly(Snapshot other) => Compare(other, Same.Exactly);

    /// <summary>Asserts that all tensors are equal up to rounding.</summary>
    public void EqualsNearly(Snapshot other) => Compare(other, (expected, actual, what) => Same.Nearly(expected, actual, what));

    public void Remove(string name) => Assert.True(_tensors.Remove(name), name);

    private void AddGradients(Subject subject, Tensor?[] inputs)
    {
        // Arbitrary weights, so that no two terms cancel.
        Tensor loss = this["LogProb"].sum().mul(Constant.Of(0.7)).Plus(this["Entropy"].sum().mul(Constant.Of(1.3)));
        foreach (HeadSpec head in subject.Spec.Heads)
        {
            loss = loss.Plus(this[$"{head.Name} probs"].Squared().sum().mul(Constant.Of(0.3)));
        }

        if (_tensors.TryGetValue("Value", out Tensor? value))
        {
            loss = loss.Plus(value.Squared().sum());
        }

        if (_tensors.TryGetValue("LogProbPerActor", out Tensor? perActor))
        {
            loss = loss.Plus(perActor.Squared().sum());
        }

        loss.backward();
        foreach ((string name, Parameter parameter) in subject.Module.named_parameters())
        {
            _tensors.Add($"gradient of {name}", (parameter.grad ?? zeros_like(parameter)).clone());
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is { requires_grad: true } input)
            {
                _tensors.Add($"gradient of input {subject.Spec.Members[i].Name}", (input.grad ?? zeros_like(input)).clone());
            }
        }
    }

    private void Add(string name, Tensor tensor) => _tensors.Add(name, tensor);

    private void Compare(Snapshot other, Action<Tensor, Tensor, string> compare)
    {
        Assert.Equal(_tensors.Keys, other._tensors.Keys);
        foreach ((string name, Tensor tensor) in _tensors)
        {
            compare(tensor, other[name], name);
        }
    }
}
