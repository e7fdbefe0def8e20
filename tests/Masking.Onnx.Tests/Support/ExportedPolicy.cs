using Masking.Onnx.Exporting;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Masking.Onnx.Tests;

/// <summary>A policy as a session of ONNX Runtime.</summary>
internal sealed class ExportedPolicy : IDisposable
{
    private readonly InferenceSession _session;

    public ExportedPolicy(IMaskedNetwork policy, OnnxOptions? options = null)
    {
        using MemoryStream file = new();
        PolicyExport.Of(policy, options ?? new OnnxOptions()).Save(file, []);
        _session = new InferenceSession(file.ToArray());
    }

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>Runs the session.</summary>
    /// <param name="inputs">The inputs, except uniform numbers.</param>
    /// <param name="draw">The random numbers; null for the most probable actions.</param>
    /// <returns>The outputs. They belong to the current dispose scope.</returns>
    public Dictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, RandomDraw? draw)
    {
        List<NamedOnnxValue> values = [.. inputs.Select(input => ToValue(input.Key, input.Value))];
        int firstLane = 0;

        // The lanes of the kinds of actors follow each other in the order of the inputs.
        foreach ((string name, NodeMetadata input) in _session.InputMetadata.Where(each => !inputs.ContainsKey(each.Key)))
        {
            Tensor slots = name == "uniforms" ? inputs.Values.First() : inputs[$"{name.Split('.')[0]}Mask"];
            IEnumerable<int> places = name == "uniforms" ? [] : slots.shape[1..].Select(size => (int)size);
            int[] shape = [(int)slots.size(0), .. places, input.Dimensions[^1]];
            values.Add(NamedOnnxValue.CreateFromTensor(name, Uniforms(draw, shape, firstLane)));
            firstLane += shape[^1];
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = _session.Run(values);
        return outputs.ToDictionary(output => output.Name, ToTensor);
    }

    public void Dispose() => _session.Dispose();

    private static DenseTensor<float> Uniforms(RandomDraw? draw, int[] shape, int firstLane)
    {
        float[] numbers = new float[shape.Aggregate((product, size) => product * size)];
        int lanes = shape[^1];
        int slots = numbers.Length / shape[0] / lanes;
        for (int i = 0; i < numbers.Length; i++)
        {
            int slot = i / lanes % slots;
            int actor = shape.Length == 4 ? ((slot / shape[2]) << 16) | (slot % shape[2]) : slot;
            numbers[i] = draw is { } random ? (float)random.Uniform(i / lanes / slots, actor, firstLane + (i % lanes)) : -1;
        }

        return new DenseTensor<float>(numbers, shape);
    }

    private static NamedOnnxValue ToValue(string name, Tensor tensor)
    {
        int[] shape = [.. tensor.shape.Select(size => (int)size)];
        return tensor.dtype == ScalarType.Bool
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<bool>(tensor.contiguous().data<bool>().ToArray(), shape))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(tensor.contiguous().data<float>().ToArray(), shape));
    }

    private static Tensor ToTensor(DisposableNamedOnnxValue value)
    {
        if (value.ElementType == TensorElementType.Int64)
        {
            DenseTensor<long> integers = value.AsTensor<long>().ToDenseTensor();
            return tensor(integers.ToArray(), [.. integers.Dimensions.ToArray().Select(size => (long)size)]);
        }

        DenseTensor<float> numbers = value.AsTensor<float>().ToDenseTensor();
        return tensor(numbers.ToArray(), [.. numbers.Dimensions.ToArray().Select(size => (long)size)]);
    }
}
