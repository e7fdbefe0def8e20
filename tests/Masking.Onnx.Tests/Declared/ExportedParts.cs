using Masking.Onnx;

namespace Masking.Policies.Tests;

public sealed partial class TanhEncoder : IOnnxPart
{
    public IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs) =>
        [graph.Add("Tanh", graph.Dense("layer", layer, inputs[0]))];
}

public sealed partial class SumEncoder : IOnnxPart
{
    public IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs)
    {
        OnnxValue isPresent = graph.Add("Unsqueeze", inputs[1], graph.Constant(-1L));
        OnnxValue known = graph.Add("Where", isPresent, inputs[0], graph.Constant(0f));
        OnnxValue encoded = graph.Add("Where", isPresent, graph.Add("Tanh", graph.Dense("layer", layer, known)), graph.Constant(0f));
        return [encoded, graph.Add("ReduceSum", [("keepdims", 0L)], encoded, graph.Constant(1L))];
    }
}

public sealed partial class CellEncoder : IOnnxPart
{
    public IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs)
    {
        OnnxValue last = graph.Add("Transpose", [("perm", new long[] { 0, 2, 3, 1 })], inputs[0]);
        OnnxValue cells = graph.Add("Tanh", graph.Dense("layer", layer, last));
        return [cells, graph.Add("Flatten", cells)];
    }
}

public sealed partial class TanhCore : IOnnxPart
{
    public IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs) =>
        [graph.Add("Mul", graph.Add("Tanh", graph.Dense("layer", layer, inputs[0])), graph.Constant("gain", gain))];
}

public sealed partial class ElmanCore : IOnnxPart
{
    public IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs)
    {
        OnnxValue read = graph.Dense("fromInput", fromInput, inputs[0]);
        return [graph.Add("Tanh", graph.Add("Add", read, graph.Dense("fromHidden", fromHidden, inputs[1])))];
    }
}

public sealed partial class DeepHead<T> : IOnnxPart
{
    public IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs) =>
        [graph.Dense("output", output, graph.Add("Tanh", graph.Dense("hidden", hidden, inputs[0])))];
}

public sealed partial class SteeringHead : IOnnxPart
{
    public IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs) => [graph.Dense("layer", layer, inputs[0])];
}

public sealed partial class DuelingHead : IOnnxPart
{
    public IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs)
    {
        OnnxValue advantages = graph.Dense("advantage", advantage, inputs[0]);
        OnnxValue mean = graph.Add("ReduceMean", [("axes", new long[] { 1 })], advantages);
        return [graph.Add("Add", graph.Dense("value", value, inputs[0]), graph.Add("Sub", advantages, mean))];
    }
}
