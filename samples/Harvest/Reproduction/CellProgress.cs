using Masking.Training;

namespace Masking.Samples.Harvest;

/// <summary>The progress of one training of the table.</summary>
/// <param name="Cell">The training.</param>
/// <param name="Training">The state of the training.</param>
/// <param name="Result">The result; null while the training runs.</param>
public sealed record CellProgress(TrainingCell Cell, TrainingProgress Training, CellResult? Result);
