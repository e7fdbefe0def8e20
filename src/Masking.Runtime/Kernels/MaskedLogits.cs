namespace Masking.Kernels;

/// <summary>The logits and flags of one choice as they lie in memory, beside those of others.</summary>
internal readonly ref struct MaskedLogits
{
    /// <summary>The logits of all rows, and of whatever stands beside them.</summary>
    public required ReadOnlySpan<float> Logits { get; init; }

    /// <summary>From one row's first logit to the next row's.</summary>
    public required int Stride { get; init; }

    /// <summary>The first logit of this choice in a row.</summary>
    public int First { get; init; }

    /// <summary>The flags of all rows of the mask, and of whatever stands beside them; empty where everything is legal.</summary>
    public ReadOnlySpan<bool> Mask { get; init; }

    /// <summary>From the first flag of one row of the mask to the next row's.</summary>
    public int MaskStride { get; init; }

    /// <summary>The first flag of this choice in a row of the mask.</summary>
    public int FirstFlag { get; init; }

    /// <summary>The columns of this choice.</summary>
    public required int Width { get; init; }

    /// <summary>The logits of a row.</summary>
    public ReadOnlySpan<float> LogitsOf(int row) => Logits.Slice((row * Stride) + First, Width);

    /// <summary>The flags of a row of the mask; empty where everything is legal.</summary>
    public ReadOnlySpan<bool> FlagsOf(int maskRow) => Mask.IsEmpty ? default : Mask.Slice((maskRow * MaskStride) + FirstFlag, Width);
}
