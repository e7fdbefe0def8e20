using Masking.Onnx.Schema;

namespace Masking.Onnx.Choices;

/// <summary>Independent bits of rows <c>(rows, bits)</c> in standard operators. A masked bit is 0.</summary>
internal sealed class MaskedBits
{
    private readonly OnnxGraph _graph;
    private readonly OnnxValue _legal;
    private readonly OnnxValue _logits;

    /// <summary>Masks logits.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="logits"><c>(rows, bits)</c> float32.</param>
    /// <param name="legal">The mask, <c>(rows, bits)</c> bool.</param>
    public MaskedBits(OnnxGraph graph, OnnxValue logits, OnnxValue legal)
    {
        (_graph, _legal) = (graph, legal);
        _logits = graph.Add("Where", legal, logits, graph.Constant(0f));
    }

    /// <summary>The more probable value of each bit, <c>(rows, bits)</c> int64.</summary>
    public OnnxValue Greedy() => ToBits(_graph.Add("Greater", _logits, _graph.Constant(0f)));

    /// <summary>1 where a uniform number is below the probability.</summary>
    /// <param name="uniforms"><c>(rows, bits)</c>, in (0, 1).</param>
    public OnnxValue Sample(OnnxValue uniforms) => ToBits(_graph.Add("Less", uniforms, _graph.Add("Sigmoid", _logits)));

    /// <summary>The log-probability of bits, <c>(rows, 1)</c>.</summary>
    public OnnxValue LogProb(OnnxValue bits)
    {
        OnnxValue isOne = _graph.Add("Greater", bits, _graph.Constant(0L));
        OnnxValue signed = _graph.Add("Where", isOne, _graph.Add("Neg", _logits), _logits);
        OnnxValue terms = _graph.Add("Where", _legal, _graph.Add("Neg", _graph.Add("Softplus", signed)), _graph.Constant(0f));
        return _graph.Add("ReduceSum", [("keepdims", 1L)], terms, _graph.Constant(-1L));
    }

    private OnnxValue ToBits(OnnxValue flags) =>
        _graph.Add("Cast", [("to", (long)ElementType.Int64)], _graph.Add("And", flags, _legal));
}
