namespace Masking.Onnx;

/// <summary>
/// A custom encoder, core or head that exports itself. The parts of the library need no interface; a policy with another part can only be
/// exported if the part implements it.
/// </summary>
/// <example>
/// <code>
/// using TorchSharp.Modules;
///
/// public sealed class TanhEncoder : VectorEncoder, IOnnxPart
/// {
///     private readonly Linear layer;
///
///     public TanhEncoder(int inputs) : base(nameof(TanhEncoder), width: 32)
///     {
///         layer = nn.Linear(inputs, 32);
///         RegisterComponents();
///     }
///
///     public override Tensor forward(Tensor input)
///     {
///         using Tensor hidden = layer.call(input);
///         return hidden.tanh();
///     }
///
///     public IReadOnlyList&lt;OnnxValue&gt; Export(OnnxGraph graph, IReadOnlyList&lt;OnnxValue&gt; inputs) =&gt;
///         [graph.Add("Tanh", graph.Dense("layer", layer, inputs[0]))];
/// }
/// </code>
/// </example>
public interface IOnnxPart
{
    /// <summary>Adds the nodes that compute what <c>forward</c> computes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">
    /// The arguments of <c>forward</c>, without those that are null. For a recurrent core: <c>(batch, inputs)</c>, followed by the tensors
    /// of the memory. For a head: the features <c>(rows, inputs)</c>.
    /// </param>
    /// <returns>
    /// The outputs. For the encoder of a vector, a core and a head one; for the encoder of a set or a map those of its encoding, in order:
    /// <c>Entities</c> or <c>Cells</c>, and <c>Pooled</c>; for a recurrent core the tensors of the next memory, whose first one is the
    /// latent.
    /// </returns>
    IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs);
}
