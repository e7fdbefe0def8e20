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
    private readonly OnnxValue _location;   // in half widths from the center
    private readonly OnnxValue _scale;      // in half widths
    private readonly OnnxValue _isOutside;  // whether the location is outside of the interval
    private readonly OnnxValue _nearestEnd; // the end that is nearest to a location outside
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
        _location = Column(columns, 0);
        OnnxValue logScale = graph.Add("Min", graph.Constant((float)NumberForm.GreatestLogScale),
            graph.Add("Max", graph.Constant((float)NumberForm.LowestLogScale), Column(columns, 1)));
        _scale = graph.Add("Exp", logScale);
        (OnnxValue low, OnnxValue high) = (Scaled(_low), Scaled(_high));
        OnnxValue isBelow = graph.Add("Less", _location, low);
        _isOutside = graph.Add("Or", isBelow, graph.Add("Greater", _location, high));
        _nearestEnd = graph.Add("Where", isBelow, _low, _high);
        OnnxValue isInterval = graph.Add("LessOrEqual", _low, _high);
        _isLegal = isActive is { } active ? graph.Add("And", isInterval, active) : isInterval;
        _isPoint = graph.Add("Equal", _low, _high);

        // The length is the difference of the ends themselves: in a short interval, rounding would change that of the scaled ends.
        OnnxValue length = graph.Add("Div", InHalfWidths(graph.Add("Sub", _high, _low)), _scale);
        OnnxValue below = graph.Add("Min", Distance(_low), length);
        OnnxValue nearest = graph.Add("Min", graph.Add("Max", _location, low), high);
        OnnxValue slope = graph.Add("Div", graph.Add("Abs", graph.Add("Sub", nearest, _location)), _scale);
        _sides = new NumberSides(graph, slope, below, graph.Add("Sub", length, below));
    }

    /// <summary>
    /// The number of the greatest density, or the quantile of a uniform number: <c>(rows, 1)</c> float32, NaN where no number is legal.
    /// </summary>
    /// <param name="uniforms"><c>(rows, 1)</c>: in (0, 1), or negative for the number of the greatest density; null for the latter in all
    /// rows.</param>
    public OnnxValue Choose(OnnxValue? uniforms)
    {
        OnnxValue number = FromAnchor(_graph.Constant(0f));
        if (uniforms is { } numbers)
        {
            OnnxValue distance = _graph.Add("Mul", _scale, _sides.Quantile(numbers));
            number = _graph.Add("Where", _graph.Add("Less", numbers, _graph.Constant(0f)), number, FromAnchor(distance));
        }

        OnnxValue legal = _graph.Add("Min", _graph.Add("Max", number, _low), _high);
        return _graph.Add("Where", _isLegal, legal, _graph.Constant(float.NaN));
    }

    /// <summary>The logarithm of the density of a number, <c>(rows, 1)</c>; 0 for the only legal number, and for none.</summary>
    public OnnxValue LogProb(OnnxValue number)
    {
        OnnxValue unit = _graph.Add("Mul", _graph.Add("Mul", _scale, HalfWidth), _sides.Mass);
        OnnxValue logProb = _graph.Add("Neg", _graph.Add("Add", _sides.Drop(Distance(number)), _graph.Add("Log", unit)));
        OnnxValue isOneOfMany = _graph.Add("And", _isLegal, _graph.Add("Not", _isPoint));
        return _graph.Add("Where", isOneOfMany, logProb, _graph.Constant(0f));
    }

    /// <summary>A number in half widths from the center, as an input of other heads: in [-1, 1], and 0 for no number.</summary>
    public static OnnxValue Encode(OnnxGraph graph, NumberForm form, OnnxValue number)
    {
        OnnxValue clamped = graph.Add("Min", graph.Add("Max", Scaled(graph, form, number), graph.Constant(-1f)), graph.Constant(1f));
        return graph.Add("Where", graph.Add("IsNaN", number), graph.Constant(0f), clamped);
    }

    private OnnxValue HalfWidth => _graph.Constant((float)_form.HalfWidth);

    private static OnnxValue Scaled(OnnxGraph graph, NumberForm form, OnnxValue numbers) => graph.Add(
        "Div", graph.Add("Sub", numbers, graph.Constant((float)form.Center)), graph.Constant((float)form.HalfWidth));

    private OnnxValue Scaled(OnnxValue numbers) => Scaled(_graph, _form, numbers);

    private OnnxValue InHalfWidths(OnnxValue length) => _graph.Add("Div", length, HalfWidth);

    /// <summary>
    /// The distance of a number from the anchor in scales. From an end of the interval it is computed without scaling, because the density
    /// there may be steep, so that rounding would change it.
    /// </summary>
    private OnnxValue Distance(OnnxValue number)
    {
        OnnxValue fromEnd = InHalfWidths(_graph.Add("Sub", number, _nearestEnd));
        OnnxValue fromLocation = _graph.Add("Sub", Scaled(number), _location);
        return _graph.Add("Div", _graph.Add("Abs", _graph.Add("Where", _isOutside, fromEnd, fromLocation)), _scale);
    }

    /// <summary>The number at a distance in half widths from the anchor: the location, or the nearest end.</summary>
    private OnnxValue FromAnchor(OnnxValue distance)
    {
        OnnxValue fromEnd = _graph.Add("Add", _nearestEnd, _graph.Add("Mul", distance, HalfWidth));
        OnnxValue scaled = _graph.Add("Mul", _graph.Add("Add", _location, distance), HalfWidth);
        return _graph.Add("Where", _isOutside, fromEnd, _graph.Add("Add", scaled, _graph.Constant((float)_form.Center)));
    }

    private OnnxValue Column(OnnxValue numbers, long column) =>
        _graph.Add("Gather", [("axis", 1L)], numbers, _graph.Constant(column));
}
