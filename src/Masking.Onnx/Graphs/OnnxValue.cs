namespace Masking.Onnx;

/// <summary>An input, a constant or the output of a node of an <see cref="OnnxGraph"/>.</summary>
public readonly record struct OnnxValue
{
    internal OnnxValue(string name) => Name = name;

    /// <summary>The name in the file. It is unique in its graph.</summary>
    public string Name { get; }
}
