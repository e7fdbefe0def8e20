namespace Masking.Policies.Tests;

/// <summary>Every kind of part, created by an initializer.</summary>
[MaskedPolicy]
public sealed partial class OutfittedPolicy
{
    [Observation(4)]
    public partial MlpEncoder Globals { get; } = new(4, width: 24);

    [EntityMask(3)]
    public partial EntityEncoder Units { get; } = new AttentionEncoder(features: 3, width: 8, heads: 2);

    [EntityMask(2)]
    public partial DeepSetEncoder Boxes { get; } = new(2, width: 6);

    [AgentGrid(channels: 2, height: 3, width: 3)]
    public partial ConvEncoder Map { get; } = new(2, 3, 3, filters: 5, layers: 1, pooledWidth: 7);

    [Core(16)]
    public partial MlpCore Core { get; } = new(Encoded, 16);

    [ActionMask(Choices = 3)]
    public partial Head<int> Speed { get; } = new(16, 3);

    [ActionMask(Over = nameof(Units)), Given(nameof(Speed))]
    public partial PointerHead Target { get; } = new(16, 8, width: 4, given: [3]);

    [ActionMask(Over = nameof(Map), AtMost = 2)]
    public partial SubsetHead Places { get; } = new(16, 5, width: 4);

    [Value]
    public partial ValueHead Value { get; } = new(16, hidden: 10);

    private const int Encoded = 12 + 24 + 7 + 8;
}

/// <summary>Has a recurrent core that is created by an initializer.</summary>
[MaskedPolicy]
public sealed partial class OutfittedRecallPolicy
{
    [Observation(4)]
    public partial MlpEncoder Globals { get; } = new(4, width: 5);

    [Core(6)]
    public partial LstmCore Core { get; } = new(5, 6);

    [ActionMask]
    public partial Head<bool> Jump { get; }
}

/// <summary>Has a head of action values that is created by an initializer.</summary>
[MaskedPolicy]
public sealed partial class OutfittedValues
{
    [Observation(4)]
    public partial MlpEncoder Globals { get; }

    [ActionMask]
    public partial QHead<bool> Q { get; } = new(64, 2);
}

/// <summary>Has two inputs with a shared encoder.</summary>
[MaskedPolicy]
public sealed partial class SharingPolicy
{
    private static readonly MlpEncoder Eye = new(4, width: 9);

    [Observation(4)]
    public partial MlpEncoder Left { get; } = Eye;

    [Observation(4)]
    public partial MlpEncoder Right { get; } = Eye;

    [ActionMask]
    public partial Head<bool> Jump { get; }
}

/// <summary>Creates its parts by functions that tests replace.</summary>
[MaskedPolicy]
public sealed partial class MisfitPolicy
{
    [ThreadStatic]
    public static Misfits? Parts;

    [Observation(4)]
    public partial MlpEncoder Globals { get; } = Parts!.Globals();

    [EntityMask(3)]
    public partial EntityEncoder Units { get; } = Parts!.Units();

    [AgentGrid(channels: 2, height: 3)]
    public partial ConvEncoder Map { get; } = Parts!.Map();

    [Core(8)]
    public partial RecurrentCore Core { get; } = Parts!.Core();

    [ActionMask(Choices = 3)]
    public partial Head<int> Speed { get; } = Parts!.Speed();

    [ActionMask(Over = nameof(Units)), Given(nameof(Speed))]
    public partial PointerHead Target { get; } = Parts!.Target();

    [ActionMask(Over = nameof(Units), AtMost = 2)]
    public partial SubsetHead Squad { get; } = Parts!.Squad();

    [Value]
    public partial ValueHead Value { get; } = Parts!.Value();
}

/// <summary>Functions that create the parts of a <see cref="MisfitPolicy"/>; the defaults have the declared sizes.</summary>
public sealed record Misfits
{
    public Func<MlpEncoder> Globals { get; init; } = () => new MlpEncoder(4, 5);

    public Func<EntityEncoder> Units { get; init; } = () => new DeepSetEncoder(3, 6);

    public Func<ConvEncoder> Map { get; init; } = () => new ConvEncoder(2, null, null, filters: 2, pooledWidth: 3);

    public Func<RecurrentCore> Core { get; init; } = () => new GruCore(5 + 12 + 3, 8);

    public Func<Head<int>> Speed { get; init; } = () => new Head<int>(8, 3);

    public Func<PointerHead> Target { get; init; } = () => new PointerHead(8, 6, given: [3]);

    public Func<SubsetHead> Squad { get; init; } = () => new SubsetHead(8, 6);

    public Func<ValueHead> Value { get; init; } = () => new ValueHead(8);
}
