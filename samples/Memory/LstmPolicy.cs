namespace Masking.Samples.Memory;

/// <summary>Selects the next card to turn, with a memory of the cards that were turned before.</summary>
[MaskedPolicy]
public sealed partial class LstmPolicy
{
    [EntityMask(CardFeatures.Count)]       public partial DeepSetEncoder Cards { get; }
    [Observation(CardFeatures.TableSize)]  public partial MlpEncoder Table { get; }

    [Core(128)]                            public partial LstmCore Core { get; }

    [ActionMask(Over = nameof(Cards))]     public partial PointerHead Turn { get; }

    [Value]                                public partial ValueHead Value { get; }
}
