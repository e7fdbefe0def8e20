using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A declared network of action values.</summary>
/// <param name="Module">The network.</param>
/// <param name="Head">Its QHead.</param>
/// <param name="Choices">The choices of that.</param>
/// <param name="Axes">The axes between the batch and the features, 0 for the one agent.</param>
internal abstract record Valued(nn.Module Module, string Head, int Choices, int Axes) : IDisposable
{
    /// <summary>What every slot knows, <c>(slots, inputs)</c>, put together from the network's parts.</summary>
    public required Func<Tensor?[], Tensor> Features { get; init; }

    public abstract Worth Judge(Tensor?[] observation);

    public abstract Tensor Act(Tensor?[] observation, double epsilon, RandomStream stream);

    public abstract Tensor ActGreedily(Tensor?[] observation);

    public Tensor Parameter(string name) => Module.named_parameters().Single(pair => pair.name == $"{Head}.{name}").parameter;

    /// <summary>Which slots there are, of the actors' shape.</summary>
    public Tensor Present(Tensor?[] observation) => Axes == 0 ? ones(observation[0]!.size(0), ScalarType.Bool) : observation[1]!;

    /// <summary>Which choices of present actors are legal, of the actors' shape and the choices.</summary>
    public Tensor Legal(Tensor?[] observation)
    {
        Tensor present = Present(observation).unsqueeze(-1);
        return observation[^1] is { } mask ? mask.logical_and(present) : present.expand([.. present.shape[..^1], Choices]);
    }

    /// <summary>The value of every legal choice of every slot in plain C#; NaN where masked or absent.</summary>
    public double[][] Plain(Tensor?[] observation)
    {
        Tensor features = Features(observation);
        double[] known = Same.Numbers(features);
        double[] weight = Same.Numbers(Parameter("weight"));
        double[] bias = Same.Numbers(Parameter("bias"));
        bool[] legal = Same.Booleans(Legal(observation));
        int inputs = (int)features.size(1);
        return [.. Enumerable.Range(0, legal.Length / Choices).Select(slot => Enumerable.Range(0, Choices)
            .Select(choice => legal[(slot * Choices) + choice]
                ? bias[choice] + Enumerable.Range(0, inputs).Sum(i => known[(slot * inputs) + i] * weight[(choice * inputs) + i])
                : double.NaN)
            .ToArray())];
    }

    public void Dispose() => Module.Dispose();
}

/// <inheritdoc/>
internal sealed record Valued<TObservation, TActions, TValues>(
    MaskedValueNetwork<TObservation, TActions, TValues> Network,
    string Head,
    int Choices,
    int Axes
) : Valued(Network, Head, Choices, Axes)
    where TObservation : ITensorRecord<TObservation>
    where TActions : class, ITensorRecord<TActions>
    where TValues : IActionValues<TActions>
{
    public override Worth Judge(Tensor?[] observation) => Worth.From(Network.forward(TObservation.FromTensors(observation)));

    public override Tensor Act(Tensor?[] observation, double epsilon, RandomStream stream) =>
        Worth.Only(Network.Act(TObservation.FromTensors(observation), epsilon, stream));

    public override Tensor ActGreedily(Tensor?[] observation) => Worth.Only(Network.ActGreedily(TObservation.FromTensors(observation)));
}
