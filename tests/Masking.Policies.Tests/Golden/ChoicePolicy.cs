namespace Masking.Policies.Tests.Golden;

/// <summary>A head with the choices of the largest case. Smaller cases mask the additional choices.</summary>
[MaskedPolicy]
public sealed partial class ChoicePolicy
{
    [Observation(1000)]
    public partial IdentityEncoder Logits { get; }

    [Core(1000)]
    public partial IdentityCore Core { get; }

    [ActionMask(Choices = 1000, AllowEmpty = true)]
    public partial Head<int> Choice { get; }
}
