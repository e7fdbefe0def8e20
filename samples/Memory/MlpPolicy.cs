namespace Masking.Samples.Memory;

/// <summary>Selects the next card to turn, from the cards that are visible now.</summary>
[MaskedPolicy]
public sealed partial class MlpPolicy
{
    [EntityMask(CardFeatures.Count)]       public partial DeepSetEncoder Cards { get; }
    [Observation(CardFeatures.TableSize)]  public partial MlpEncoder Table { get; }

    [Core(128)]                            public partial MlpCore Core { get; }

    [ActionMask(Over = nameof(Cards))]     public partial PointerHead Turn { get; }

    [Value]                                public partial ValueHead Value { get; }
}
