using Masking.Onnx.Schema;

namespace Masking.Onnx.Choices;

/// <summary>
/// The two sides of truncated normal densities, relative to their greatest value, in standard operators of float32: below and above the
/// point at which the density is greatest.
/// </summary>
/// <remarks>
/// <para>At a distance <c>v</c> in scales, the density is <c>exp(-drop(v))</c> with <c>drop(v) = slope · v + v² / 2</c>. The slope is the
/// distance of the location from the interval. Each side is divided into panels of equal drop, whose masses are computed by quadrature.
/// Differences of error functions would cancel in short intervals and in the tail, and there is no operator for their inverse.</para>
/// <para>A quantile is found in its panel by Newton's method. Its error is about the rounding of float32, divided by the density.</para>
/// </remarks>
internal sealed class NumberSides
{
    private const int Panels = 48;
    private const int NewtonSteps = 3;

    /// <summary>Where the density has dropped by more than e^-20, it is below the rounding of float32.</summary>
    private const float NegligibleDrop = 20;

    /// <summary>Keeps a quotient finite whose numerator is 0.</summary>
    private const float Smallest = 1e-30f;

    // Gauss-Legendre quadrature on [0, 1] with four nodes (Abramowitz and Stegun 1964, table 25.4).
    private static readonly float[] Nodes = [0.06943184420297371f, 0.33000947820757187f, 0.6699905217924281f, 0.9305681557970263f];
    private static readonly float[] NodeWeights = [0.17392742256872693f, 0.32607257743127307f, 0.32607257743127307f, 0.17392742256872693f];

    private readonly OnnxGraph _graph;
    private readonly OnnxValue _slope;      // (rows, 1)
    private readonly OnnxValue _starts;     // (rows, 2, panels): the distance at which each panel starts
    private readonly OnnxValue _widths;     // (rows, 2, panels)
    private readonly OnnxValue _before;     // (rows, 2, panels): the mass before each panel
    private readonly OnnxValue _until;      // (rows, 2, panels): the mass up to the end of each panel
    private readonly OnnxValue _below;      // (rows, 1): the mass of the side below

    /// <summary>Computes the masses of the panels.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="slope">The slope, <c>(rows, 1)</c>.</param>
    /// <param name="below">The length of the side below in scales, <c>(rows, 1)</c>.</param>
    /// <param name="above">The length of the side above.</param>
    public NumberSides(OnnxGraph graph, OnnxValue slope, OnnxValue below, OnnxValue above)
    {
        (_graph, _slope) = (graph, slope);
        OnnxValue lengths = graph.Add("Concat", [("axis", 1L)], below, above);
        OnnxValue drops = graph.Add("Min", Drop(lengths), graph.Constant(NegligibleDrop));
        OnnxValue edges = Edges(graph.Add("Unsqueeze", drops, graph.Constant(-1L)));
        _starts = Slice(edges, axis: 2, 0, Panels);
        _widths = graph.Add("Sub", Slice(edges, axis: 2, 1, Panels + 1), _starts);
        OnnxValue masses = MassOf(_starts, _widths, axes: 3);
        _until = graph.Add("CumSum", masses, graph.Constant(2L));
        _before = graph.Add("Sub", _until, masses);
        OnnxValue totals = graph.Add("Squeeze", Slice(_until, axis: 2, Panels - 1, Panels), graph.Constant(-1L));
        _below = Slice(totals, axis: 1, 0, 1);
        Mass = graph.Add("ReduceSum", totals, graph.Constant(1L));
    }

    /// <summary>The integral of the relative density over both sides, <c>(rows, 1)</c>.</summary>
    public OnnxValue Mass { get; }

    /// <summary>The drop of the logarithm of the density, <c>(rows, n)</c>.</summary>
    /// <param name="distance"><c>(rows, n)</c>.</param>
    public OnnxValue Drop(OnnxValue distance) => Drop(_slope, distance);

    /// <summary>The distance below which a number lies with a probability, <c>(rows, 1)</c>: negative on the side below.</summary>
    /// <param name="probability"><c>(rows, 1)</c>.</param>
    public OnnxValue Quantile(OnnxValue probability)
    {
        OnnxValue signed = _graph.Add("Sub", _graph.Add("Mul", probability, Mass), _below);
        OnnxValue isBelow = _graph.Add("Less", signed, _graph.Constant(0f));
        OnnxValue mass = _graph.Add("Abs", signed);
        OnnxValue isBefore = _graph.Add("LessOrEqual", OfSide(isBelow, _until), mass);
        OnnxValue counted = _graph.Add("ReduceSum", _graph.Add("Cast", [("to", (long)ElementType.Int64)], isBefore), _graph.Constant(-1L));
        OnnxValue panel = _graph.Add("Min", counted, _graph.Constant(Panels - 1L));
        OnnxValue start = OfPanel(isBelow, _starts, panel);
        OnnxValue width = OfPanel(isBelow, _widths, panel);
        OnnxValue inPanel = _graph.Add("Sub", mass, OfPanel(isBelow, _before, panel));
        OnnxValue distance = _graph.Add("Add", start, Invert(start, width, inPanel));
        return _graph.Add("Where", isBelow, _graph.Add("Neg", distance), distance);
    }

    /// <summary>The distance from the start of a panel up to which it has a mass.</summary>
    private OnnxValue Invert(OnnxValue start, OnnxValue width, OnnxValue mass)
    {
        OnnxValue distance = Clamp(_graph.Add("Div", mass, Density(start)), width);
        for (int step = 0; step < NewtonSteps; step++)
        {
            OnnxValue error = _graph.Add("Sub", mass, MassOf(start, distance, axes: 2));
            OnnxValue change = _graph.Add("Div", error, Density(_graph.Add("Add", start, distance)));
            distance = Clamp(_graph.Add("Add", distance, change), width);
        }

        return distance;
    }

    /// <summary>The distances that divide a side into panels of equal drop, <c>(rows, 2, panels + 1)</c>.</summary>
    /// <param name="drops">The drop of each side, <c>(rows, 2, 1)</c>.</param>
    private OnnxValue Edges(OnnxValue drops)
    {
        float[] parts = [.. Enumerable.Range(0, Panels + 1).Select(edge => 2f * edge / Panels)];
        OnnxValue twice = _graph.Add("Mul", drops, _graph.Constant(parts));
        OnnxValue slope = _graph.Add("Unsqueeze", _slope, _graph.Constant(-1L));

        // The usual formula of the root would cancel for a steep slope.
        OnnxValue root = _graph.Add("Sqrt", _graph.Add("Add", _graph.Add("Mul", slope, slope), twice));
        return _graph.Add("Div", twice, _graph.Add("Max", _graph.Add("Add", slope, root), _graph.Constant(Smallest)));
    }

    /// <summary>The mass between a start and an end at a distance from it.</summary>
    /// <param name="start">The start.</param>
    /// <param name="distance">The distance, of the same shape.</param>
    /// <param name="axes">The number of axes of the shape.</param>
    private OnnxValue MassOf(OnnxValue start, OnnxValue distance, int axes)
    {
        OnnxValue lastAxis = _graph.Constant(-1L);
        OnnxValue slope = _graph.Add("Unsqueeze", _slope, _graph.Constant([.. Enumerable.Range(2, axes - 1).Select(axis => (long)axis)]));
        OnnxValue steps = _graph.Add("Mul", _graph.Add("Unsqueeze", distance, lastAxis), _graph.Constant(Nodes));
        OnnxValue nodes = _graph.Add("Add", _graph.Add("Unsqueeze", start, lastAxis), steps);
        OnnxValue densities = _graph.Add("Exp", _graph.Add("Neg", Drop(slope, nodes)));
        OnnxValue weighted = _graph.Add("Mul", densities, _graph.Constant(NodeWeights));
        return _graph.Add("Mul", distance, _graph.Add("ReduceSum", [("keepdims", 0L)], weighted, lastAxis));
    }

    private OnnxValue Density(OnnxValue distance) => _graph.Add("Exp", _graph.Add("Neg", Drop(distance)));

    private OnnxValue Drop(OnnxValue slope, OnnxValue distance)
    {
        OnnxValue half = _graph.Add("Mul", distance, _graph.Constant(0.5f));
        return _graph.Add("Mul", distance, _graph.Add("Add", slope, half));
    }

    private OnnxValue Clamp(OnnxValue distance, OnnxValue width) =>
        _graph.Add("Min", _graph.Add("Max", distance, _graph.Constant(0f)), width);

    private OnnxValue OfPanel(OnnxValue isBelow, OnnxValue ofPanels, OnnxValue panel) =>
        _graph.Add("GatherElements", [("axis", 1L)], OfSide(isBelow, ofPanels), panel);

    /// <summary>The panels of one of the sides, <c>(rows, panels)</c>.</summary>
    private OnnxValue OfSide(OnnxValue isBelow, OnnxValue ofPanels) => _graph.Add("Where", isBelow,
        _graph.Add("Gather", [("axis", 1L)], ofPanels, _graph.Scalar(0)), _graph.Add("Gather", [("axis", 1L)], ofPanels, _graph.Scalar(1)));

    private OnnxValue Slice(OnnxValue numbers, long axis, long first, long end) =>
        _graph.Add("Slice", numbers, _graph.Constant(first), _graph.Constant(end), _graph.Constant(axis));
}
