namespace Masking.Onnx.Exporting;

/// <summary>The encoding of an input.</summary>
/// <param name="Pooled">The encoding of the input as a whole, <c>(batch, width)</c>.</param>
/// <param name="PooledWidth">Its width.</param>
/// <param name="Elements">
/// The encodings of entities <c>(batch, entities, width)</c> or of cells <c>(batch, height, width, numbers)</c>; null for a vector.
/// </param>
/// <param name="Present">The presence mask <c>(batch, entities)</c> or <c>(batch, height, width)</c>; null without one.</param>
/// <param name="Width">The width of the encoding of an entity or a cell; 0 for a vector.</param>
/// <param name="Axes">The names or sizes of the axes of entities or cells; none for a vector.</param>
internal sealed record Encoding(OnnxValue Pooled, int PooledWidth, OnnxValue? Elements, OnnxValue? Present, int Width, params string[] Axes)
{
    /// <summary>Whether the input is a set.</summary>
    public bool IsSet => Axes.Length == 1;
}
