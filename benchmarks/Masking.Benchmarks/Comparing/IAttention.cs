using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>One way to attend under a presence mask.</summary>
internal interface IAttention
{
    /// <summary>Lets every query attend to the present entities.</summary>
    /// <param name="queries"><c>(batch, heads, entities, numbers)</c>.</param>
    /// <param name="keys">Of the same shape.</param>
    /// <param name="values">Of the same shape.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <returns><c>(batch, heads, entities, numbers)</c>.</returns>
    Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor present);
}
