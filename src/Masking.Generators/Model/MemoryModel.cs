namespace Masking.Generators.Model;

/// <summary>A tensor in the memory of a recurrent core.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape: <c>(batch, 64)</c>.</param>
internal sealed record MemoryModel(string Name, string Shape);
