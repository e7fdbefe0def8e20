namespace Masking.Onnx.Choices;

/// <summary>
/// A masked categorical choice of rows <c>(rows, choices)</c> in standard operators. Masked logits have no influence, also if they are NaN.
/// A row without a legal choice has the action -1 and the log-probability 0.
/// </summary>
internal sealed class MaskedChoice
{
    private const float Lowest = float.MinValue;

    private static readonly (string, object)[] LastAxis = [("axis", -1L)];
    private static readonly (string, object)[] LastAxisKept = [("axes", new long[] { -1 }), ("keepdims", 1L)];
    private static readonly (string, object)[] ArgMax = [("axis", -1L), ("keepdims", 1L)];
    private static readonly (string, object)[] LastArgMax = [("axis", -1L), ("keepdims", 1L), ("select_last_index", 1L)];

    private readonly OnnxGraph _graph;
    private readonly OnnxValue _legal;
    private readonly OnnxValue _masked;
    private readonly OnnxValue _shifted;
    private readonly OnnxValue _exponentials;
    private readonly OnnxValue _total;      // (rows, 1)
    private readonly OnnxValue _isPossible; // (rows, 1)

    /// <summary>Masks logits.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="logits"><c>(rows, choices)</c> float32.</param>
    /// <param name="legal">The mask, <c>(rows, choices)</c> bool.</param>
    public MaskedChoice(OnnxGraph graph, OnnxValue logits, OnnxValue legal)
    {
        _graph = graph;
        _legal = legal;
        _masked = graph.Add("Where", legal, logits, graph.Constant(Lowest));
        OnnxValue greatest = graph.Add("ReduceMax", LastAxisKept, _masked);
        _shifted = graph.Add("Sub", _masked, greatest);
        _exponentials = graph.Add("Where", legal, graph.Add("Exp", _shifted), graph.Constant(0f));
        _total = Sum(_exponentials);
        _isPossible = graph.Add("Greater", _total, graph.Constant(0f));
    }

    /// <summary>The probabilities; 0 where masked, and in a row without a legal choice.</summary>
    public OnnxValue Probs => _graph.Add("Where", _isPossible, _graph.Add("Div", _exponentials, _total), _graph.Constant(0f));

    /// <summary>The most probable choice <c>(rows, 1)</c> int64.</summary>
    public OnnxValue Greedy() => OrNone(_graph.Add("ArgMax", ArgMax, _masked));

    /// <summary>The choice at which the cumulative probability exceeds a uniform number, <c>(rows, 1)</c> int64.</summary>
    /// <param name="uniforms"><c>(rows, 1)</c>, in (0, 1).</param>
    public OnnxValue Sample(OnnxValue uniforms)
    {
        OnnxValue cumulative = _graph.Add("CumSum", _exponentials, _graph.Constant(1L));
        OnnxValue exceeds = _graph.Add("And", _legal, _graph.Add("Greater", cumulative, _graph.Add("Mul", uniforms, _total)));
        OnnxValue numbers = ToNumbers(exceeds);
        OnnxValue isFound = _graph.Add("Greater", Sum(numbers), _graph.Constant(0f));
        OnnxValue last = _graph.Add("ArgMax", LastArgMax, ToNumbers(_graph.Add("Greater", _exponentials, _graph.Constant(0f))));
        return OrNone(_graph.Add("Where", isFound, _graph.Add("ArgMax", ArgMax, numbers), last));
    }

    /// <summary>The log-probability of a choice, <c>(rows, 1)</c>; 0 for -1.</summary>
    public OnnxValue LogProb(OnnxValue choice)
    {
        OnnxValue isChosen = _graph.Add("GreaterOrEqual", choice, _graph.Constant(0L));
        OnnxValue index = _graph.Add("Max", choice, _graph.Constant(0L));
        OnnxValue logProb = _graph.Add("Sub", _graph.Add("GatherElements", LastAxis, _shifted, index), _graph.Add("Log", _total));
        return _graph.Add("Where", isChosen, logProb, _graph.Constant(0f));
    }

    private OnnxValue OrNone(OnnxValue choice) => _graph.Add("Where", _isPossible, choice, _graph.Constant(-1L));

    private OnnxValue Sum(OnnxValue numbers) => _graph.Add("ReduceSum", [("keepdims", 1L)], numbers, _graph.Constant(-1L));

    private OnnxValue ToNumbers(OnnxValue flags) => _graph.Add("Cast", [("to", (long)Schema.ElementType.Float32)], flags);
}
