namespace Masking.Samples.TeamCatcher;

/// <summary>
/// Three convolutions of 32 filters, so that the encoding of a cell depends on the cells up to three cells away. Agents learn about cells
/// farther away from the core.
/// </summary>
public sealed class BoardEncoder(int channels, int? height, int? width) : ConvEncoder(channels, height, width, filters: 32, layers: 3);
