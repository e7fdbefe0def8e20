using Masking.ModelFiles;

namespace Masking.Onnx.Exporting;

/// <summary>
/// The actors of a batch as rows: one for the agent of each environment, or one for every slot of a set or a map, with an actor or not.
/// </summary>
internal sealed class Actors
{
    private readonly OnnxGraph _graph;
    private readonly Shapes _shapes;
    private readonly Encoding? _each;

    /// <summary>Creates the rows.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="latent"><c>(batch, width)</c>.</param>
    /// <param name="width">The width of the latent.</param>
    /// <param name="each">The set or the map whose entities or agents act; null for the agent.</param>
    public Actors(OnnxGraph graph, OnnxValue latent, int width, Encoding? each)
    {
        (_graph, _each) = (graph, each);
        _shapes = new Shapes(graph);
        Present = each is null ? null : graph.Add("Reshape", each.Present!.Value, graph.Constant(-1L, 1L));
        Features = each is null
            ? latent
            : graph.Add("Concat", [("axis", 1L)], Flatten(each.Elements!.Value, [$"{each.Width}"]), Repeated(latent, width));
    }

    /// <summary>The features of each actor, <c>(rows, inputs)</c>.</summary>
    public OnnxValue Features { get; }

    /// <summary>Whether each slot has an actor, <c>(rows, 1)</c> bool; null for the agent.</summary>
    public OnnxValue? Present { get; }

    /// <summary>Whether there is one row for each environment.</summary>
    public bool IsAgent => _each is null;

    /// <summary>The names or sizes of the axes of slots; none for the agent.</summary>
    public string[] Slots => _each?.Axes ?? [];

    /// <summary>The number of slots of an environment; null if it differs from call to call.</summary>
    public long? SlotCount => Shapes.ProductOf(Slots);

    /// <summary>Flattens a tensor <c>(batch, slots…, groups…)</c> to <c>(rows, groups)</c>.</summary>
    public OnnxValue Flatten(OnnxValue numbers, params string[][] groups) =>
        _shapes.Flatten(numbers, [[OnnxNames.Batch, .. Slots], .. groups]);

    /// <summary>Reshapes <c>(rows, columns)</c> to <c>(batch, slots…)</c>, or to <c>(batch, slots…, columns)</c>.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The number of columns; null for a single one, whose axis is removed.</param>
    public OnnxValue InSlots(OnnxValue rows, long? columns = null)
    {
        long[] others = columns is { } count ? [count] : [];
        return !IsAgent ? _shapes.Split(rows, Slots, _each!.Present!.Value, others)
            : columns is null ? _graph.Add("Squeeze", rows, _graph.Constant(-1L))
            : rows;
    }

    /// <summary>Reshapes <c>(rows, columns)</c> to <c>(batch, actors, columns)</c>.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The number of columns; null if it differs from call to call.</param>
    public OnnxValue InEnvironments(OnnxValue rows, long? columns = null) =>
        IsAgent ? _graph.Add("Unsqueeze", rows, _graph.Constant(1L))
        : columns is { } known ? _shapes.Split(rows, [OneSlotAxis], OnSlots(), known)
        : _shapes.SplitAnySize(rows, OnSlots());

    /// <summary>Reshapes <c>(batch, actors, columns)</c> to <c>(rows, columns)</c>.</summary>
    /// <param name="numbers">The tensor.</param>
    /// <param name="columns">The names or sizes of the axes that the columns were.</param>
    public OnnxValue FromEnvironments(OnnxValue numbers, params string[] columns) => IsAgent
        ? _graph.Add("Squeeze", numbers, _graph.Constant(1L))
        : _shapes.Flatten(numbers, [OnnxNames.Batch, OneSlotAxis], [Shapes.ProductOf(columns) is { } count ? $"{count}" : "columns"]);

    /// <summary>
    /// Multiplies a row of each actor with the matrix of its environment: <c>(rows, n)</c> times <c>(batch, n, m)</c> to <c>(rows, m)</c>.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="rowWidth">The size n; null if it differs from call to call.</param>
    /// <param name="matrices">The matrices.</param>
    /// <param name="columns">The names or sizes of the axes that the columns m were.</param>
    public OnnxValue Multiply(OnnxValue rows, long? rowWidth, OnnxValue matrices, params string[] columns) =>
        FromEnvironments(_graph.Add("MatMul", InEnvironments(rows, rowWidth), matrices), columns);

    /// <summary>Repeats numbers of environments <c>(batch, width)</c> for each of their slots, <c>(rows, width)</c>.</summary>
    public OnnxValue Repeated(OnnxValue perEnvironment, long width)
    {
        if (IsAgent)
        {
            return perEnvironment;
        }

        OnnxValue counts = _graph.Add("Shape", _graph.Add("Unsqueeze", OnSlots(), _graph.Constant(-1L)));
        OnnxValue repeated = _graph.Add("Expand", _graph.Add("Unsqueeze", perEnvironment, _graph.Constant(1L)), counts);
        return _shapes.Flatten(repeated, [OnnxNames.Batch, OneSlotAxis], [$"{width}"]);
    }

    private string OneSlotAxis => SlotCount is { } count ? $"{count}" : "slots";

    /// <summary>The presence mask with one axis of slots, <c>(batch, slots)</c>.</summary>
    private OnnxValue OnSlots() => _shapes.Flatten(_each!.Present!.Value, [OnnxNames.Batch], Slots);
}
