#if CS0120 // docs/language.md
using Masking;

namespace Examples.Language;

public enum Deed { Wait, Move }

[MaskedPolicy]
public sealed partial class DeedPolicy
{
    [Observation(12)] public partial MlpEncoder Globals { get; }
    [ActionMask]      public partial Head<Deed> Deed { get; }
    [ActionMask, ActiveWhen(nameof(Deed), Deed.Move)] public partial Head<Direction> Heading { get; }
}
#endif
