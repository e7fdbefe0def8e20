using Masking.Onnx;

namespace Masking.Policies.Tests.Systems;

public sealed partial class FrameEncoder : IOnnxPart
{
    public IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs)
    {
        OnnxValue frames = Convolve(graph, nameof(first), first, stride: 4, inputs[0]);
        OnnxValue cells = Convolve(graph, nameof(third), third, stride: 1, Convolve(graph, nameof(second), second, stride: 2, frames));
        return [graph.Add("Transpose", [("perm", new long[] { 0, 2, 3, 1 })], cells), graph.Add("Flatten", cells)];
    }

    private static OnnxValue Convolve(OnnxGraph graph, string name, TorchSharp.Modules.Conv2d layer, long stride, OnnxValue input) =>
        graph.Add("Relu", graph.Add("Conv", [("strides", new[] { stride, stride })], input,
            graph.Constant($"{name}.weight", layer.weight), graph.Constant($"{name}.bias", layer.bias!)));
}
