namespace Masking.Onnx.Exporting;

/// <summary>Masked residual attention in standard operators.</summary>
/// <param name="graph">The graph.</param>
/// <param name="parts">The parts of the policy.</param>
internal sealed class AttentionExport(OnnxGraph graph, Parts parts)
{
    private const float Epsilon = 1e-5f;

    /// <summary>A block: attention, followed by a network of each entity.</summary>
    /// <param name="name">The path of the block.</param>
    /// <param name="entities"><c>(batch, entities, width)</c>, finite.</param>
    /// <param name="others">The entities of other sets, which are additional keys; null without one.</param>
    /// <param name="visible"><c>(batch, 1, 1, keys)</c> or <c>(batch, 1, entities, keys)</c> bool.</param>
    /// <param name="isBlind">
    /// <c>(batch, 1, entities, 1)</c> bool: the entities that see none, whose attention is 0. Null if only absent entities see none.
    /// </param>
    /// <param name="heads">The number of heads.</param>
    public OnnxValue Block(string name, OnnxValue entities, OnnxValue? others, OnnxValue visible, OnnxValue? isBlind, int heads)
    {
        OnnxValue queries = Norm($"{name}.attentionNorm", entities);
        OnnxValue keys = others is { } given
            ? graph.Add("Concat", [("axis", 1L)], queries, Norm($"{name}.attentionNorm", given))
            : queries;
        OnnxValue attended = graph.Add("Add", entities, Attend($"{name}.attention", queries, keys, visible, isBlind, heads));
        OnnxValue hidden = graph.Add("Relu", parts.Linear($"{name}.expand", Norm($"{name}.layerNorm", attended)));
        return graph.Add("Add", attended, parts.Linear($"{name}.contract", hidden));
    }

    private OnnxValue Attend(string name, OnnxValue entities, OnnxValue keyEntities, OnnxValue visible, OnnxValue? isBlind, int heads)
    {
        long width = parts.Size($"{name}.merge.weight", axis: 1);
        OnnxValue ofKeys = Project(name, keyEntities, heads, width / heads);
        OnnxValue ofQueries = entities == keyEntities ? ofKeys : Project(name, entities, heads, width / heads);
        OnnxValue keys = graph.Add("Transpose", [("perm", new long[] { 0, 1, 2, 4, 3 })], Part(ofKeys, 1));
        OnnxValue products = graph.Add("MatMul", Part(ofQueries, 0), keys);
        OnnxValue scores = graph.Add("Mul", products, graph.Constant(1 / MathF.Sqrt(width / heads)));
        OnnxValue masked = graph.Add("Where", visible, scores, graph.Constant(float.MinValue));
        OnnxValue probabilities = graph.Add("Softmax", [("axis", -1L)], masked);
        if (isBlind is { } blind)
        {
            probabilities = graph.Add("Where", blind, graph.Constant(0f), probabilities);
        }

        OnnxValue attended = graph.Add("MatMul", probabilities, Part(ofKeys, 2));
        OnnxValue joined = graph.Add(
            "Reshape", graph.Add("Transpose", [("perm", new long[] { 1, 3, 0, 2, 4 })], attended), graph.Constant(0L, 0L, width));
        return parts.Linear($"{name}.merge", joined);
    }

    /// <summary>The queries, keys and values, <c>(3, batch, heads, entities, width of a head)</c>.</summary>
    private OnnxValue Project(string name, OnnxValue entities, long heads, long width)
    {
        OnnxValue projected = graph.Add("Reshape", parts.Linear($"{name}.project", entities), graph.Constant(0L, 0L, 3L, heads, width));
        return graph.Add("Transpose", [("perm", new long[] { 2, 0, 3, 1, 4 })], projected);
    }

    /// <summary>Queries, keys or values, <c>(1, batch, heads, entities, width of a head)</c>.</summary>
    private OnnxValue Part(OnnxValue projected, long part) =>
        graph.Add("Slice", projected, graph.Constant(part), graph.Constant(part + 1), graph.Constant(0L));

    private OnnxValue Norm(string name, OnnxValue numbers)
    {
        OnnxValue centered = graph.Add("Sub", numbers, MeanOfLast(numbers));
        OnnxValue variance = MeanOfLast(graph.Add("Pow", centered, graph.Constant(2f)));
        OnnxValue deviation = graph.Add("Sqrt", graph.Add("Add", variance, graph.Constant(Epsilon)));
        OnnxValue scaled = graph.Add("Mul", graph.Add("Div", centered, deviation), parts.Constant($"{name}.weight"));
        return graph.Add("Add", scaled, parts.Constant($"{name}.bias"));
    }

    private OnnxValue MeanOfLast(OnnxValue numbers) => graph.Add("ReduceMean", [("axes", new long[] { -1 })], numbers);
}
