namespace Masking.Benchmarks.Workloads;

/// <summary>All workloads.</summary>
internal static class Catalogue
{
    /// <summary>The workloads in the order in which they are compared.</summary>
    public static readonly IReadOnlyList<IWorkload> All =
    [
        new W1Act(),
        new W2Evaluate(),
        new W3Grid(),
        new W4Flags(),
        new W5Attention(),
        new W6Policy(),
        new W7Training(),
        new W8Generator(),
        new W9Memory(),
        new W10Growth(),
        new W11Cores(),
        new W12Player(),
    ];
}
