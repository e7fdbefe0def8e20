namespace Masking.Onnx.Exporting;

/// <summary>
/// Changes the shapes of tensors. Axes are given by their size as text, or by a name if the size differs from call to call.
/// </summary>
/// <param name="graph">The graph.</param>
internal sealed class Shapes(OnnxGraph graph)
{
    /// <summary>The product of the sizes of axes; null if one differs from call to call.</summary>
    public static long? ProductOf(params IEnumerable<string> axes) =>
        axes.Aggregate((long?)1, (product, axis) => long.TryParse(axis, out long size) ? product * size : null);

    /// <summary>Flattens the axes of each group to one axis.</summary>
    /// <param name="numbers">The tensor. Its axes are those of the groups.</param>
    /// <param name="groups">The axes of each group. The first group contains the batch.</param>
    public OnnxValue Flatten(OnnxValue numbers, params string[][] groups)
    {
        if (groups.All(group => group.Length == 1))
        {
            return numbers;
        }

        List<OnnxValue> sizes = [graph.Constant(-1L)];
        OnnxValue? shape = null;
        int axis = groups[0].Length;
        foreach (string[] group in groups[1..])
        {
            if (ProductOf(group) is not { } size)
            {
                OnnxValue all = shape ??= graph.Add("Shape", numbers);
                sizes.Add(Enumerable.Range(axis, group.Length).Select(each => graph.Add("Gather", all, graph.Constant((long)each)))
                    .Aggregate((product, other) => graph.Add("Mul", product, other)));
            }
            else
            {
                sizes.Add(graph.Constant(size));
            }

            axis += group.Length;
        }

        return graph.Add("Reshape", numbers, graph.Joined([.. sizes], axis: 0));
    }

    /// <summary>Splits rows <c>(rows, others…)</c> into <c>(batch, axes…, others…)</c>.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="axes">The axes behind the batch.</param>
    /// <param name="like">A tensor <c>(batch, axes…)</c>, from which sizes are read that differ from call to call.</param>
    /// <param name="others">The sizes of the other axes.</param>
    public OnnxValue Split(OnnxValue rows, string[] axes, OnnxValue like, params long[] others)
    {
        if (axes.All(axis => ProductOf(axis) is not null))
        {
            return graph.Add("Reshape", rows, graph.Constant([-1, .. axes.Select(axis => ProductOf(axis)!.Value), .. others]));
        }

        OnnxValue shape = graph.Add("Shape", like);
        return graph.Add("Reshape", rows, others.Length == 0 ? shape : graph.Joined([shape, graph.Constant(others)], axis: 0));
    }

    /// <summary>Splits rows <c>(rows, others…)</c>, whose other sizes differ from call to call.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="like">A tensor <c>(batch, axes…)</c>.</param>
    public OnnxValue SplitAnySize(OnnxValue rows, OnnxValue like)
    {
        OnnxValue others = graph.Add("Slice", graph.Add("Shape", rows), graph.Constant(1L), graph.Constant(long.MaxValue));
        return graph.Add("Reshape", rows, graph.Joined([graph.Add("Shape", like), others], axis: 0));
    }
}
