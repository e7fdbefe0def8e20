namespace Masking.Onnx.Choices;

/// <summary>
/// A masked categorical choice of rows <c>(rows, choices)</c> in standard operators. Masked logits have no influence, also if they are NaN.
/// A row without a legal choice has the action -1, the log-probability 0 and no probabilities.
/// </summary>
/// <remarks>
/// Most of the time of a small policy is the overhead of each node, so there are few nodes. Whether a row has a legal choice is read from
/// the choice itself: only in a row without one, it is masked.
/// </remarks>
internal sealed class MaskedChoice
{
    private static readonly (string, object)[] LastAxis = [("axis", -1L)];

    private readonly OnnxGraph _graph;
    private readonly OnnxValue _logProbs;
    private readonly OnnxValue _probs;      // arbitrary in a row without a legal choice
    private readonly OnnxValue _index;      // (rows, 1)
    private readonly OnnxValue _isLegal;    // (rows, 1)

    /// <summary>Adds the nodes of a choice.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="logits"><c>(rows, choices)</c> float32.</param>
    /// <param name="legal">The mask, <c>(rows, choices)</c> bool.</param>
    /// <param name="uniforms"><c>(rows, 1)</c>: in (0, 1), or negative for the most probable choice; null for the latter in all
    /// rows.</param>
    public MaskedChoice(OnnxGraph graph, OnnxValue logits, OnnxValue legal, OnnxValue? uniforms)
    {
        _graph = graph;
        OnnxValue masked = graph.Add("Where", legal, logits, graph.Constant(float.MinValue));
        _logProbs = graph.Add("LogSoftmax", LastAxis, masked);
        _probs = graph.Add("Exp", _logProbs);
        _index = graph.Add("ArgMax", [("axis", -1L), ("keepdims", 1L)], uniforms is { } numbers ? Scores(numbers) : masked);
        _isLegal = graph.Add("GatherElements", LastAxis, legal, _index);
    }

    /// <summary>The choice, <c>(rows, 1)</c> int64.</summary>
    public OnnxValue Action => _graph.Add("Where", _isLegal, _index, _graph.Constant(-1L));

    /// <summary>The log-probability of the choice, <c>(rows, 1)</c>.</summary>
    public OnnxValue LogProb => OrZero(_graph.Add("GatherElements", LastAxis, _logProbs, _index));

    /// <summary>The probabilities of all choices, <c>(rows, choices)</c>.</summary>
    public OnnxValue Probs => OrZero(_probs);

    /// <summary>
    /// Numbers whose first maximum is the choice: 1 from the choice on at which the cumulative probability exceeds the uniform number, or
    /// the log-probabilities.
    /// </summary>
    private OnnxValue Scores(OnnxValue uniforms)
    {
        // The sum of all probabilities is not exactly 1. A uniform number that rounding made 1 must not exceed it.
        OnnxValue cumulative = _graph.Add("CumSum", _probs, _graph.Constant(1L));
        OnnxValue last = _graph.Add("Gather", [("axis", 1L)], cumulative, _graph.Constant(-1L));
        OnnxValue limit = _graph.Add("Mul", _graph.Add("Min", uniforms, _graph.Constant(MathF.BitDecrement(1))), last);
        OnnxValue exceeds = _graph.ToNumbers(_graph.Add("Greater", cumulative, limit));
        return _graph.Add("Where", _graph.Add("Less", uniforms, _graph.Constant(0f)), _logProbs, exceeds);
    }

    private OnnxValue OrZero(OnnxValue numbers) => _graph.Add("Where", _isLegal, numbers, _graph.Constant(0f));
}
