using Masking.Onnx.Exporting;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Masking.Onnx.Tests;

public enum Move { Stay, Left, Right, Jump }

public enum Height { Low, High }

[MaskedPolicy]
public sealed partial class RunnerPolicy
{
    [Observation(5)] public partial MlpEncoder Body { get; }
    [Observation(3)] public partial MlpEncoder Goal { get; }
    [ActionMask]     public partial Head<Move> Move { get; }
    [ActionMask, ActiveWhen(nameof(Move), Tests.Move.Jump)]
                     public partial Head<Height> Height { get; }
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
            parameter.add_(randn_like(parameter).mul(0.3), 1);
        }

        const int Rows = 4096;
        Tensor moveMask = rand(Rows, 4).lt(0.6f);
        moveMask.narrow(1, 0, 1).fill_(true);
        RunnerPolicy.Observation observation = new()
        {
            Body = randn(Rows, 5),
            Goal = randn(Rows, 3),
            MoveMask = moveMask,
            HeightMask = rand(Rows, 2).lt(0.5f),
        };
        RandomStream stream = new(seed: 3);
        RandomDraw draw = new RandomStream(seed: 3).Next();
        using Step<RunnerPolicy.Actions> step = samples ? policy.Act(observation, stream) : policy.ActGreedily(observation);

        using MemoryStream file = new();
        PolicyExport.Of(policy, samples).Save(file, [("declaration", "x")]);
        using InferenceSession session = new(file.ToArray());
        float[] uniforms = [.. Enumerable.Range(0, Rows * 2).Select(i => (float)draw.Uniform(i / 2, 0, i % 2))];
        List<NamedOnnxValue> inputs =
        [
            Floats("Body", observation.Body), Floats("Goal", observation.Goal),
            Bools("MoveMask", observation.MoveMask!), Bools("HeightMask", observation.HeightMask!),
        ];
        if (samples)
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor("uniforms", new DenseTensor<float>(uniforms, [Rows, 2])));
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(inputs);
        Dictionary<string, DisposableNamedOnnxValue> byName = outputs.ToDictionary(output => output.Name);
        Assert.Equal(step.Actions.Move.data<long>().ToArray(), byName["Move"].AsEnumerable<long>());
        Assert.Equal(step.Actions.Height.data<long>().ToArray(), byName["Height"].AsEnumerable<long>());
        Assert.All(step.LogProb.data<float>().ToArray().Zip(byName["logProb"].AsEnumerable<float>()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(step.Value.data<float>().ToArray().Zip(byName["value"].AsEnumerable<float>()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    private static NamedOnnxValue Floats(string name, Tensor tensor) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(tensor.data<float>().ToArray(), [.. tensor.shape.Select(size => (int)size)]));

    private static NamedOnnxValue Bools(string name, Tensor tensor) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<bool>(tensor.data<bool>().ToArray(), [.. tensor.shape.Select(size => (int)size)]));
}
