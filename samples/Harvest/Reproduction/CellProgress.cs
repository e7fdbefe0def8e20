using Masking.Samples.Training;

namespace Masking.Samples.Harvest;

/// <summary>Where one training of the table stands.</summary>
/// <param name="Cell">Which.</param>
/// <param name="Training">Where it stands.</param>
/// <param name="Result">What came of it; null while it runs.</param>
public sealed record CellProgress(Cell Cell, TrainingProgress Training, CellResult? Result);
