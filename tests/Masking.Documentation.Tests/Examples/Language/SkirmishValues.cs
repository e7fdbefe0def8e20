using Masking;

namespace Examples.Language;

[MaskedPolicy]
public sealed partial class SkirmishValues
{
    [Observation(12)] public partial MlpEncoder Globals { get; }
    [ActionMask]      public partial QHead<Order> Q { get; }
}
