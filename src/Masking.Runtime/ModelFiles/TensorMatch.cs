namespace Masking.ModelFiles;

/// <summary>Where the values of a parameter or buffer are in a model file.</summary>
/// <param name="Name">The name of the tensor in the file.</param>
/// <param name="Slices">Which slices of the tensor correspond to choices; null if the tensor is used as a whole.</param>
internal sealed record TensorMatch(string Name, ChoiceSlices? Slices = null);
