namespace Masking.Onnx.Choices;

/// <summary>
/// A masked categorical choice of rows <c>(rows, choices)</c> in standard operators. Masked logits have no influence, also if they are NaN.
/// A row without a legal choice, or with a legal logit that is not finite, has the action -1 and the log-probability 0.
/// </summary>
/// <remarks>
/// Most of the time of a small policy is the overhead of each node, so there are few nodes. Whether a row has an action is read from the
/// log-probability of the choice itself: it is that of a masked choice in a row without a legal one, and NaN if a logit is not finite.
/// </remarks>
internal sealed class MaskedChoice
{
    private static readonly (string, object)[] LastAxis = [("axis", -1L)];

    private readonly OnnxGraph _graph;
    private readonly OnnxValue _logProbs;
    private readonly OnnxValue _index;      // (rows, 1)
    private readonly OnnxValue _logProb;    // (rows, 1)
    private readonly OnnxValue _isChosen;   // (rows, 1)

    /// <summary>Adds the nodes of a choice.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="logits"><c>(rows, choices)</c> float32.</param>
    /// <param name="legal">The mask, <c>(rows, choices)</c> bool.</param>
    /// <param name="uniforms"><c>(rows, 1)</c>: in (0, 1), or negative for the most probable choice; null for the latter in all
    /// rows.</param>
    public MaskedChoice(OnnxGraph graph, OnnxValue logits, OnnxValue legal, OnnxValue? uniforms)
    {
        _graph = graph;
        OnnxValue lowest = graph.Constant(float.MinValue);
        OnnxValue normalized = graph.Add("LogSoftmax", LastAxis, graph.Add("Where", legal, logits, lowest));
        _logProbs = graph.Add("Where", legal, normalized, lowest);
        _index = graph.Add("ArgMax", [("axis", -1L), ("keepdims", 1L)], uniforms is { } numbers ? Scores(numbers) : _logProbs);
        _logProb = graph.Add("GatherElements", LastAxis, _logProbs, _index);
        _isChosen = graph.Add("Greater", _logProb, lowest);
    }

    /// <summary>The choice, <c>(rows, 1)</c> int64.</summary>
    public OnnxValue Action => _graph.Add("Where", _isChosen, _index, _graph.Constant(-1L));

    /// <summary>The log-probability of the choice, <c>(rows, 1)</c>.</summary>
    public OnnxValue LogProb => _graph.Add("Where", _isChosen, _logProb, _graph.Constant(0f));

    /// <summary>The probabilities of all choices, <c>(rows, choices)</c>; 0 where masked.</summary>
    public OnnxValue Probs => _graph.Add("Exp", _logProbs);

    /// <summary>
    /// Numbers whose first maximum is the choice: 1 from the choice on at which the cumulative probability exceeds the uniform number, or
    /// the log-probabilities.
    /// </summary>
    private OnnxValue Scores(OnnxValue uniforms)
    {
        // The sum of all probabilities is not exactly 1. A uniform number that rounding made 1 must not exceed it.
        OnnxValue cumulative = _graph.Add("CumSum", Probs, _graph.Constant(1L));
        OnnxValue last = _graph.Add("Gather", [("axis", 1L)], cumulative, _graph.Constant(-1L));
        OnnxValue limit = _graph.Add("Mul", _graph.Add("Min", uniforms, _graph.Constant(MathF.BitDecrement(1))), last);
        OnnxValue exceeds = _graph.ToNumbers(_graph.Add("Greater", cumulative, limit));
        return _graph.Add("Where", _graph.Add("Less", uniforms, _graph.Constant(0f)), _logProbs, exceeds);
    }
}
