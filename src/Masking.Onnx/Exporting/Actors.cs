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

        Actors rows = new(latent, graph.Add("Reshape", each.Present!.Value, graph.Constant(-1L, 1L)),
            graph.Add("Shape", each.Present.Value));
        return rows with { Features = graph.Add("Concat", [("axis", 1L)], Rows(graph, each.Elements!.Value), rows.Repeated(graph, latent)) };
    }

    /// <summary>Repeats numbers of environments <c>(batch, width)</c> for each of their slots, <c>(rows, width)</c>.</summary>
    public OnnxValue Repeated(OnnxGraph graph, OnnxValue perEnvironment)
    {
        OnnxValue ofSlots = graph.Add("Flatten", [("axis", 1L)], graph.Add("Reshape", Present!.Value, Slots!.Value));
        OnnxValue counts = graph.Add("Concat", [("axis", 0L)], graph.Add("Shape", ofSlots), graph.Constant(1L));
        return Rows(graph, graph.Add("Expand", graph.Add("Unsqueeze", perEnvironment, graph.Constant(1L)), counts));
    }

    /// <summary>Flattens all axes but the last one.</summary>
    private static OnnxValue Rows(OnnxGraph graph, OnnxValue numbers)
    {
        OnnxValue last = graph.Add("Gather", graph.Add("Shape", numbers), graph.Constant(-1L));
        return graph.Add("Reshape", numbers, graph.Add("Concat", [("axis", 0L)], graph.Constant(-1L), last));
    }
}
