using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A declared network of action values, independent of the generated types.</summary>
/// <param name="Module">The module of the network.</param>
/// <param name="Head">The name of the QHead.</param>
/// <param name="Choices">The number of choices.</param>
/// <param name="Axes">The number of axes between the batch and the features; 0 for the single agent.</param>
internal abstract record ValueSubject(nn.Module Module, string Head, int Choices, int Axes) : IDisposable
{
    /// <summary>Computes the input of the head for every slot, <c>(slots, inputs)</c>, from the parts of the network.</summary>
    public required Func<Tensor?[], Tensor> Features { get; init; }

    public abstract ActionValues Evaluate(Tensor?[] observation);

    public abstract Tensor Act(Tensor?[] observation, double epsilon, RandomStream stream);

    public abstract Tensor ActGreedily(Tensor?[] observation);

    public Tensor Parameter(string name) => Module.named_parameters().Single(pair => pair.name == $"{Head}.{name}").parameter;

    /// <summary>Returns which slots are present, of the shape of the actors.</summary>
    public Tensor Present(Tensor?[] observation) => Axes == 0 ? ones(observation[0]!.size(0), ScalarType.Bool) : observation[1]!;

    /// <summary>Returns the legal choices of present actors, of the shape of the actors and the choices.</summary>
    public Tensor Legal(Tensor?[] observation)
    {
        Tensor present = Present(observation).unsqueeze(-1);
        return observation[^1] is { } mask ? mask.logical_and(present) : present.expand([.. present.shape[..^1], Choices]);
    }

    /// <summary>Computes the value of every legal choice of every slot in C#; NaN for masked choices and absent slots.</summary>
    public double[][] IdentityWeights(Tensor?[] observation)
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
internal sealed record ValueSubject<TObservation, TActions, TValues>(
    MaskedValueNetwork<TObservation, TActions, TValues> Network,
    string Head,
    int Choices,
    int Axes
) : ValueSubject(Network, Head, Choices, Axes)
    where TObservation : ITensorRecord<TObservation>
    where TActions : class, ITensorRecord<TActions>
    where TValues : IActionValues<TActions>
{
    public override ActionValues Evaluate(Tensor?[] observation) =>
        ActionValues.From(Network.forward(TObservation.FromTensors(observation)));

    public override Tensor Act(Tensor?[] observation, double epsilon, RandomStream stream) =>
        ActionValues.Only(Network.Act(TObservation.FromTensors(observation), epsilon, stream));

    public override Tensor ActGreedily(Tensor?[] observation) =>
        ActionValues.Only(Network.ActGreedily(TObservation.FromTensors(observation)));
}
