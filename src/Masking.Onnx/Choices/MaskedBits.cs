using Masking.Onnx.Schema;

namespace Masking.Onnx.Choices;

/// <summary>
/// Independent bits of rows <c>(rows, bits)</c> in standard operators. A masked bit is 0. A row with a legal logit that is not finite has
/// the bits -1, no action.
/// </summary>
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

    /// <summary>The probability of 1 of each bit; 0 where masked.</summary>
    public OnnxValue Probs() => _graph.Add("Where", _legal, _graph.Add("Sigmoid", _logits), _graph.Constant(0f));

    /// <summary>The more probable value of each bit, or 1 where a uniform number is below the probability: <c>(rows, bits)</c>
    /// int64.</summary>
    /// <param name="uniforms"><c>(rows, bits)</c>: in (0, 1), or negative for the more probable value; null for the latter in all
    /// rows.</param>
    public OnnxValue Choose(OnnxValue? uniforms)
    {
        OnnxValue flags = _graph.Add("Greater", _logits, _graph.Constant(0f));
        if (uniforms is { } numbers)
        {
            // There is no Where of flags in all runtimes, so the limit is chosen: 0.5 is the probability of a logit of 0.
            OnnxValue isMode = _graph.Add("Less", numbers, _graph.Constant(0f));
            OnnxValue limit = _graph.Add("Where", isMode, _graph.Constant(0.5f), numbers);
            flags = _graph.Add("Less", limit, _graph.Add("Sigmoid", _logits));
        }

        OnnxValue bits = _graph.Add("Cast", [("to", (long)ElementType.Int64)], _graph.Add("And", flags, _legal));

        // The sum of the logits times 0 is NaN if one of them is not finite.
        OnnxValue zeros = _graph.Add("Mul", _logits, _graph.Constant(0f));
        OnnxValue isFinite = _graph.Add("Equal", _graph.Add("ReduceSum", zeros, _graph.Constant(-1L)), _graph.Constant(0f));
        return _graph.Add("Where", isFinite, bits, _graph.Constant(-1L));
    }

    /// <summary>The log-probability of bits, <c>(rows, 1)</c>.</summary>
    public OnnxValue LogProb(OnnxValue bits)
    {
        OnnxValue isOne = _graph.Add("Greater", bits, _graph.Constant(0L));
        OnnxValue signed = _graph.Add("Where", isOne, _graph.Add("Neg", _logits), _logits);
        OnnxValue terms = _graph.Add("Where", _legal, _graph.Add("Neg", _graph.Add("Softplus", signed)), _graph.Constant(0f));
        return _graph.Add("ReduceSum", [("keepdims", 1L)], terms, _graph.Constant(-1L));
    }
}
