using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>An implementation of attention with a presence mask.</summary>
internal interface IAttention
{
    /// <summary>Computes the attention of every query over the present entities.</summary>
    /// <param name="queries"><c>(batch, heads, entities, width)</c>.</param>
    /// <param name="keys">The same shape as the queries.</param>
    /// <param name="values">The same shape as the queries.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <returns><c>(batch, heads, entities, width)</c>.</returns>
    Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor present);
}
