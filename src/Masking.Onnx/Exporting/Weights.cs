using static TorchSharp.torch;

namespace Masking.Onnx.Exporting;

/// <summary>The parameters of a policy as constants of a graph, and the layers that are computed with them.</summary>
/// <param name="graph">The graph.</param>
/// <param name="policy">The policy.</param>
internal sealed class Weights(OnnxGraph graph, nn.Module policy)
{
    private readonly Dictionary<string, Tensor> _parameters =
        policy.named_parameters().ToDictionary(each => each.name, Tensor (each) => each.parameter);

    /// <summary>Whether the policy has a parameter.</summary>
    public bool Has(string name) => _parameters.ContainsKey(name);

    /// <summary>The size of an axis of a parameter.</summary>
    public long Size(string name, int axis) => _parameters[name].size(axis);

    /// <summary>Adds a parameter as a constant.</summary>
    public OnnxValue Constant(string name) => graph.Constant(name, _parameters[name]);

    /// <summary>Computes a dense layer of the last axis.</summary>
    /// <param name="layer">The name of the layer: the path of its module.</param>
    /// <param name="input"><c>(…, inputs)</c>.</param>
    /// <returns><c>(…, outputs)</c>.</returns>
    public OnnxValue Linear(string layer, OnnxValue input)
    {
        using Tensor transposed = _parameters[$"{layer}.weight"].t();
        OnnxValue product = graph.Add("MatMul", input, graph.Constant($"{layer}.weight", transposed));
        return Has($"{layer}.bias") ? graph.Add("Add", product, Constant($"{layer}.bias")) : product;
    }
}
