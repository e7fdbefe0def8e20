namespace Masking.Heads;

/// <summary>A tensor with actions of a head.</summary>
/// <param name="Head">The index of the head.</param>
/// <param name="Name">The name of the tensor in the actions, for errors.</param>
/// <param name="IsNumbers">Whether it contains numbers from intervals, float32, and not int64 indices of choices.</param>
/// <param name="Length">The length of an action: the size of the last axis, if actions of the head have an axis of their own.</param>
internal sealed record ActionTensor(int Head, string Name, bool IsNumbers, int Length);
