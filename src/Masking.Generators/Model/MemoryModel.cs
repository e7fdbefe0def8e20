namespace Masking.Generators.Model;

/// <summary>A tensor in the memory of a recurrent core.</summary>
/// <param name="Name">The name of the tensor.</param>
/// <param name="Shape">The shape of the tensor: <c>(batch, 64)</c>.</param>
internal sealed record MemoryModel(string Name, string Shape);
