namespace Masking.Policies.Tests.Golden;

/// <summary>As many choices as the greatest case has; smaller ones mask those that they lack.</summary>
[MaskedPolicy]
public sealed partial class ChoicePolicy
{
    [Observation(1000)]
    public partial PlainEncoder Logits { get; }

    [Core(1000)]
    public partial PlainCore Core { get; }

    [ActionMask(Choices = 1000, AllowEmpty = true)]
    public partial Head<int> Choice { get; }
}
