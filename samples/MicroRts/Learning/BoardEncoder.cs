namespace Masking.Samples.MicroRts.Learning;

/// <summary>Three convolutions of 32 filters, and 64 features of the whole board.</summary>
public sealed class BoardEncoder(int channels, int? height, int? width) : ConvEncoder(channels, height, width, filters: 32, layers: 3);
