namespace Masking.Onnx.Choices;

/// <summary>
/// A masked categorical choice of rows <c>(rows, choices)</c> in standard operators. Masked logits have no influence, also if they are NaN.
/// A row without a legal choice has the action -1, the log-probability 0 and no probabilities.
/// </summary>
internal sealed class MaskedChoice
{
    private const float Lowest = float.MinValue;

    /// <summary>The greatest number of float32 below 1: a greater uniform number would exceed the whole cumulative probability.</summary>
    private const float GreatestUniform = 1 - (1f / (1 << 24));

    private static readonly (string, object)[] LastAxis = [("axis", -1L)];

    private readonly OnnxGraph _graph;
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
        _masked = graph.Add("Where", legal, logits, graph.Constant(Lowest));
        OnnxValue greatest = graph.Add("ReduceMax", [("axes", new long[] { -1 }), ("keepdims", 1L)], _masked);
        _isPossible = graph.Add("Greater", greatest, graph.Constant(Lowest));
        _shifted = graph.Add("Sub", _masked, greatest);

        // The exponentials of masked logits are exactly 0 in rows with a legal choice. Other rows have no action.
        _exponentials = graph.Add("Exp", _shifted);
        _total = graph.Add("ReduceSum", _exponentials, graph.Constant(-1L));
    }

    /// <summary>The probabilities; 0 where masked, and in a row without a legal choice.</summary>
    public OnnxValue Probs() => _graph.Add("Where", _isPossible, _graph.Add("Div", _exponentials, _total), _graph.Constant(0f));

    /// <summary>The most probable choice, or the one that a uniform number selects: <c>(rows, 1)</c> int64.</summary>
    /// <param name="uniforms"><c>(rows, 1)</c>: in (0, 1), or negative for the most probable choice; null for the latter in all
    /// rows.</param>
    public OnnxValue Choose(OnnxValue? uniforms)
    {
        OnnxValue mode = _graph.Add("ArgMax", [("axis", -1L), ("keepdims", 1L)], _masked);
        return OrNone(uniforms is { } numbers
            ? _graph.Add("Where", _graph.Add("Less", numbers, _graph.Constant(0f)), mode, Sample(numbers))
            : mode);
    }

    /// <summary>The log-probability of a choice, <c>(rows, 1)</c>; 0 for -1.</summary>
    public OnnxValue LogProb(OnnxValue choice)
    {
        OnnxValue isChosen = _graph.Add("GreaterOrEqual", choice, _graph.Constant(0L));
        OnnxValue index = _graph.Add("Max", choice, _graph.Constant(0L));
        OnnxValue logProb = _graph.Add("Sub", _graph.Add("GatherElements", LastAxis, _shifted, index), _graph.Add("Log", _total));
        return _graph.Add("Where", isChosen, logProb, _graph.Constant(0f));
    }

    /// <summary>The choice at which the cumulative probability exceeds a uniform number: the number of choices before it.</summary>
    private OnnxValue Sample(OnnxValue uniforms)
    {
        // The limit is compared with the same sums, so that it is below the last one and never reached behind the last legal choice.
        OnnxValue cumulative = _graph.Add("CumSum", _exponentials, _graph.Constant(1L));
        OnnxValue last = _graph.Add("Gather", [("axis", 1L)], cumulative, _graph.Constant(-1L));
        OnnxValue limit = _graph.Add("Mul", _graph.Add("Min", uniforms, _graph.Constant(GreatestUniform)), last);
        OnnxValue isBefore = _graph.Add("LessOrEqual", cumulative, limit);
        OnnxValue counted = _graph.Add("Cast", [("to", (long)Schema.ElementType.Int64)], isBefore);
        return _graph.Add("ReduceSum", counted, _graph.Constant(-1L));
    }

    private OnnxValue OrNone(OnnxValue choice) => _graph.Add("Where", _isPossible, choice, _graph.Constant(-1L));
}
