using Masking.Onnx.Exporting;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Masking.Onnx.Tests;

public enum Move { Stay, Left, Right, Jump }

public enum Height { Low, High }

public readonly record struct Signal(Move Gesture, Height Voice);

[MaskedPolicy]
public sealed partial class RunnerPolicy
{
    [Observation(5)] public partial MlpEncoder Body { get; }
    [Observation(3)] public partial MlpEncoder Goal { get; }
    [EntityMask(features: 4)]
                     public partial AttentionEncoder Rivals { get; }
    [EntityMask(features: 2)]
                     public partial DeepSetEncoder Coins { get; }
    [Observation(2, 5, 6)]
                     public partial ConvEncoder Track { get; }
    [ActionMask]     public partial Head<Move> Move { get; }
    [ActionMask, ActiveWhen(nameof(Move), Tests.Move.Jump)]
                     public partial Head<Height> Height { get; }
    [ActionMask(Over = nameof(Rivals)), ActiveUnless(nameof(Move), Tests.Move.Jump)]
                     public partial PointerHead Watched { get; }
    [ActionMask]     public partial Head<Signal> Signal { get; }
    [Value]          public partial ValueHead Value { get; }
}

public sealed class ExportTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Graph_ChoosesAsThePolicy(bool samples)
    {
        manual_seed(1);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using RunnerPolicy policy = new();
        foreach (Tensor parameter in policy.parameters())
        {
            parameter.add_(randn_like(parameter).mul(0.05), 1);
        }

        const int Rows = 4096;
        const int Lanes = 5;
        Tensor moveMask = rand(Rows, 4).lt(0.6f);
        moveMask.narrow(1, 0, 1).fill_(true);
        Tensor rivals = rand(Rows, 7).lt(rand(Rows, 1));
        Tensor signal = rand(Rows, 6).lt(0.6f);
        signal.narrow(1, 0, 1).fill_(true);
        signal.narrow(1, 4, 1).fill_(true);
        Tensor coins = rand(Rows, 3).lt(0.5f);
        RunnerPolicy.Observation observation = new()
        {
            Body = randn(Rows, 5),
            Goal = randn(Rows, 3),
            Rivals = Spoiled(randn(Rows, 7, 4), rivals),
            RivalsMask = rivals,
            Coins = Spoiled(randn(Rows, 3, 2), coins),
            CoinsMask = coins,
            Track = randn(Rows, 2, 5, 6),
            MoveMask = moveMask,
            HeightMask = rand(Rows, 2).lt(0.5f),
            WatchedMask = rand(Rows, 7).lt(0.5f),
            SignalMask = signal,
        };
        RandomStream stream = new(seed: 3);
        RandomDraw draw = new RandomStream(seed: 3).Next();
        using Step<RunnerPolicy.Actions> step = samples ? policy.Act(observation, stream) : policy.ActGreedily(observation);

        using MemoryStream file = new();
        PolicyExport.Of(policy, samples).Save(file, [("declaration", "x")]);
        using InferenceSession session = new(file.ToArray());
        float[] uniforms = [.. Enumerable.Range(0, Rows * Lanes).Select(i => (float)draw.Uniform(i / Lanes, 0, i % Lanes))];
        List<NamedOnnxValue> inputs =
        [
            Floats("Body", observation.Body), Floats("Goal", observation.Goal),
            Floats("Rivals", observation.Rivals), Bools("RivalsMask", observation.RivalsMask),
            Floats("Coins", observation.Coins), Bools("CoinsMask", observation.CoinsMask), Floats("Track", observation.Track),
            Bools("MoveMask", observation.MoveMask!), Bools("HeightMask", observation.HeightMask!),
            Bools("WatchedMask", observation.WatchedMask!), Bools("SignalMask", observation.SignalMask!),
        ];
        if (samples)
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor("uniforms", new DenseTensor<float>(uniforms, [Rows, Lanes])));
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(inputs);
        Dictionary<string, DisposableNamedOnnxValue> byName = outputs.ToDictionary(output => output.Name);
        Assert.Equal(step.Actions.Move.data<long>().ToArray(), byName["Move"].AsEnumerable<long>());
        Assert.Equal(step.Actions.Height.data<long>().ToArray(), byName["Height"].AsEnumerable<long>());
        Assert.Equal(step.Actions.Watched.data<long>().ToArray(), byName["Watched"].AsEnumerable<long>());
        Assert.Equal(step.Actions.Signal.data<long>().ToArray(), byName["Signal"].AsEnumerable<long>());
        Assert.All(step.LogProb.data<float>().ToArray().Zip(byName["logProb"].AsEnumerable<float>()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(step.Value.data<float>().ToArray().Zip(byName["value"].AsEnumerable<float>()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    /// <summary>Fills absent entities with NaN.</summary>
    private static Tensor Spoiled(Tensor entities, Tensor present) =>
        entities.masked_fill(present.logical_not().unsqueeze(-1), float.NaN);

    private static NamedOnnxValue Floats(string name, Tensor tensor) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(tensor.data<float>().ToArray(), [.. tensor.shape.Select(size => (int)size)]));

    private static NamedOnnxValue Bools(string name, Tensor tensor) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<bool>(tensor.data<bool>().ToArray(), [.. tensor.shape.Select(size => (int)size)]));
}
