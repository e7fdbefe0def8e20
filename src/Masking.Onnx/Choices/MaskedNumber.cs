using Masking.Choices;

namespace Masking.Onnx.Choices;

/// <summary>
/// A number of each row from a normal distribution that is truncated to an interval, in standard operators of float32.
/// </summary>
/// <remarks>
/// The distribution is computed in half widths from the center of the declared interval, where all quantities are of the order of 1. See
/// <see cref="NumberSides"/> for the masses and quantiles.
/// </remarks>
internal sealed class MaskedNumber
{
    private readonly OnnxGraph _graph;
    private readonly NumberForm _form;
    private readonly OnnxValue _low;        // All are (rows, 1).
    private readonly OnnxValue _high;
    private readonly OnnxValue _scale;
    private readonly OnnxValue _anchor;     // the point of the interval that is nearest to the location
    private readonly OnnxValue _isLegal;
    private readonly OnnxValue _isPoint;
    private readonly NumberSides _sides;

    /// <summary>Creates the distributions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="form">What the columns mean, and the declared interval.</param>
    /// <param name="columns">The two columns, <c>(rows, 2)</c>.</param>
    /// <param name="range">The intervals, <c>(rows, 2)</c>.</param>
    /// <param name="isActive">The rows in which a number is chosen, <c>(rows, 1)</c> bool; null for all.</param>
    public MaskedNumber(OnnxGraph graph, NumberForm form, OnnxValue columns, OnnxValue range, OnnxValue? isActive)
    {
        (_graph, _form) = (graph, form);
        _low = graph.Add("Max", Column(range, 0), graph.Constant(form.Low));
        _high = graph.Add("Min", Column(range, 1), graph.Constant(form.High));
        OnnxValue location = Column(columns, 0);
        OnnxValue logScale = graph.Add("Min", graph.Constant((float)NumberForm.GreatestLogScale),
            graph.Add("Max", graph.Constant((float)NumberForm.LowestLogScale), Column(columns, 1)));
        _scale = graph.Add("Exp", logScale);
        OnnxValue low = Scaled(_low);
        OnnxValue high = Scaled(_high);
        _anchor = graph.Add("Min", graph.Add("Max", location, low), high);
        OnnxValue isInterval = graph.Add("LessOrEqual", _low, _high);
        _isLegal = isActive is { } active ? graph.Add("And", isInterval, active) : isInterval;
        _isPoint = graph.Add("Equal", _low, _high);
        _sides = new NumberSides(graph, Distance(location), Distance(low), Distance(high));
    }

    /// <summary>
    /// The number of the greatest density, or the quantile of a uniform number: <c>(rows, 1)</c> float32, NaN where no number is legal.
    /// </summary>
    /// <param name="uniforms"><c>(rows, 1)</c>: in (0, 1), or negative for the number of the greatest density; null for the latter in all
    /// rows.</param>
    public OnnxValue Choose(OnnxValue? uniforms)
    {
        OnnxValue chosen = _anchor;
        if (uniforms is { } numbers)
        {
            OnnxValue drawn = _graph.Add("Add", _anchor, _graph.Add("Mul", _scale, _sides.Quantile(numbers)));
            chosen = _graph.Add("Where", _graph.Add("Less", numbers, _graph.Constant(0f)), _anchor, drawn);
        }

        OnnxValue number = _graph.Add(
            "Add", _graph.Add("Mul", chosen, _graph.Constant((float)_form.HalfWidth)), _graph.Constant((float)_form.Center));
        OnnxValue legal = _graph.Add("Min", _graph.Add("Max", number, _low), _high);
        return _graph.Add("Where", _isLegal, legal, _graph.Constant(float.NaN));
    }

    /// <summary>The logarithm of the density of a number, <c>(rows, 1)</c>; 0 for the only legal number, and for none.</summary>
    public OnnxValue LogProb(OnnxValue number)
    {
        OnnxValue unit = _graph.Add("Mul", _graph.Add("Mul", _scale, _graph.Constant((float)_form.HalfWidth)), _sides.Mass);
        OnnxValue logProb = _graph.Add("Neg", _graph.Add("Add", _sides.Drop(Distance(Scaled(number))), _graph.Add("Log", unit)));
        OnnxValue isOneOfMany = _graph.Add("And", _isLegal, _graph.Add("Not", _isPoint));
        return _graph.Add("Where", isOneOfMany, logProb, _graph.Constant(0f));
    }

    /// <summary>A number in half widths from the center, as an input of other heads: in [-1, 1], and 0 for no number.</summary>
    public static OnnxValue Encode(OnnxGraph graph, NumberForm form, OnnxValue number)
    {
        OnnxValue clamped = graph.Add("Min", graph.Add("Max", Scaled(graph, form, number), graph.Constant(-1f)), graph.Constant(1f));
        return graph.Add("Where", graph.Add("IsNaN", number), graph.Constant(0f), clamped);
    }

    private static OnnxValue Scaled(OnnxGraph graph, NumberForm form, OnnxValue numbers) => graph.Add(
        "Div", graph.Add("Sub", numbers, graph.Constant((float)form.Center)), graph.Constant((float)form.HalfWidth));

    private OnnxValue Scaled(OnnxValue numbers) => Scaled(_graph, _form, numbers);

    /// <summary>The distance from the anchor in scales.</summary>
    private OnnxValue Distance(OnnxValue number) => _graph.Add("Div", _graph.Add("Abs", _graph.Add("Sub", number, _anchor)), _scale);

    private OnnxValue Column(OnnxValue numbers, long column) =>
        _graph.Add("Gather", [("axis", 1L)], numbers, _graph.Constant(column));
}
