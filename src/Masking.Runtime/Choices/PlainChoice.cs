using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>Creates the distribution of one choice in tensor operations.</summary>
internal static class PlainChoice
{
    /// <summary>The distribution of one choice.</summary>
    /// <param name="logits"><c>(…, columns)</c>, float32 or float64.</param>
    /// <param name="mask"><c>(…, columns)</c>: bool, or the intervals of a number; null allows everything.</param>
    /// <param name="isFlags">Whether the columns are independent bits.</param>
    /// <param name="number">What the columns of a number mean; null for other choices.</param>
    public static IMaskedChoice Of(Tensor logits, Tensor? mask, bool isFlags, NumberForm? number) =>
        number is not null ? new PlainInterval(logits, mask, number)
        : isFlags ? new PlainFlags(logits, mask)
        : new PlainCategorical(logits, mask);
}
