namespace Masking.Onnx.Exporting;

/// <summary>
/// The actors of a batch as rows: one for the agent of each environment, or one for every slot of a set or a map, with an actor or not.
/// </summary>
/// <param name="Features">The features of each actor, <c>(rows, inputs)</c>.</param>
/// <param name="Present">Whether each slot has an actor, <c>(rows, 1)</c> bool; null for the agent.</param>
/// <param name="Slots">The shape <c>(batch, slots…)</c> as a constant tensor; null for the agent.</param>
internal sealed record Actors(OnnxValue Features, OnnxValue? Present, OnnxValue? Slots)
{
    /// <summary>Creates the rows.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="latent"><c>(batch, width)</c>.</param>
    /// <param name="each">The set or the map whose entities or agents act; null for the agent.</param>
    public static Actors Of(OnnxGraph graph, OnnxValue latent, Encoding? each)
    {
        if (each is null)
        {
            return new Actors(latent, null, null);
        }

        OnnxValue slots = graph.Add("Shape", each.Present!.Value);
        OnnxValue allSlots = graph.Add("Flatten", [("axis", 1L)], each.Present.Value);
        OnnxValue counts = graph.Add("Concat", [("axis", 0L)], graph.Add("Shape", allSlots), graph.Constant(1L));
        OnnxValue repeated = graph.Add("Expand", graph.Add("Unsqueeze", latent, graph.Constant(1L)), counts);
        OnnxValue encodings = Rows(graph, each.Elements!.Value);
        OnnxValue rows = Rows(graph, repeated);
        return new Actors(
            graph.Add("Concat", [("axis", 1L)], encodings, rows),
            graph.Add("Reshape", each.Present.Value, graph.Constant(-1L, 1L)),
            slots);
    }

    /// <summary>Flattens all axes but the last one.</summary>
    private static OnnxValue Rows(OnnxGraph graph, OnnxValue numbers)
    {
        OnnxValue last = graph.Add("Gather", graph.Add("Shape", numbers), graph.Constant(-1L));
        return graph.Add("Reshape", numbers, graph.Add("Concat", [("axis", 0L)], graph.Constant(-1L), last));
    }
}
