namespace Masking.Training.Tests;

/// <summary>
/// A policy with memory for a set of any size: a head of every entity, a pointer that may be empty, and a subset that depends on it.
/// </summary>
[MaskedPolicy]
public sealed partial class CaravanPolicy
{
    [EntityMask(features: 3)]                                                       public partial DeepSetEncoder Wagons { get; }
    [Core(8)]                                                                       public partial GruCore Core { get; }
    [ActionMask(Each = nameof(Wagons))]                                             public partial Head<bool> Halt { get; }
    [ActionMask(Over = nameof(Wagons), AllowEmpty = true)]                          public partial PointerHead Lead { get; }
    [ActionMask(Over = nameof(Wagons), AtLeast = 0, AtMost = 2), Given(nameof(Lead))] public partial SubsetHead Guards { get; }
    [Value]                                                                         public partial ValueHead Value { get; }
}
