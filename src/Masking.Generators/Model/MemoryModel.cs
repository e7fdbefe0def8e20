namespace Masking.Generators.Model;

/// <summary>One tensor of what a recurrent core remembers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape, in words.</param>
internal sealed record MemoryModel(string Name, string Shape);
