#pragma warning disable CA1724 // The names of the containers describe what has changed.

namespace Masking.Policies.Tests.ModelFiles;

/// <summary>The policy that is saved. The other classes of this file have the same policy after a change.</summary>
public static partial class Before
{
    public enum Order { Hold, Move, Attack }

    public readonly record struct Turn(bool Left, [ActionMask(Choices = 3)] int Steps);

    [MaskedPolicy]
    public sealed partial class ScoutPolicy
    {
        [Observation(4)]           public partial MlpEncoder Globals { get; }
        [EntityMask(features: 3)]  public partial DeepSetEncoder Units { get; }
        [Core(8)]                  public partial MlpCore Core { get; }
        [ActionMask]               public partial Head<Order> Command { get; }
        [ActionMask]               public partial Head<Turn> Turns { get; }
        [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack)]
                                   public partial PointerHead Target { get; }
        [ActionMask(Choices = 2), Given(nameof(Command), nameof(Target))]
                                   public partial Head<int> Speed { get; }
        [Value]                    public partial ValueHead Value { get; }
    }
}

/// <summary>The values of the enum have another order, and so have the parameters of the record struct.</summary>
public static partial class Reordered
{
    public enum Order { Hold, Attack, Move }

    public readonly record struct Turn([ActionMask(Choices = 3)] int Steps, bool Left);

    [MaskedPolicy]
    public sealed partial class ScoutPolicy
    {
        [Observation(4)]           public partial MlpEncoder Globals { get; }
        [EntityMask(features: 3)]  public partial DeepSetEncoder Units { get; }
        [Core(8)]                  public partial MlpCore Core { get; }
        [ActionMask]               public partial Head<Order> Command { get; }
        [ActionMask]               public partial Head<Turn> Turns { get; }
        [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack)]
                                   public partial PointerHead Target { get; }
        [ActionMask(Choices = 2), Given(nameof(Command), nameof(Target))]
                                   public partial Head<int> Speed { get; }
        [Value]                    public partial ValueHead Value { get; }
    }
}

/// <summary>The enum and the record struct have more choices, and the policy has a head more.</summary>
public static partial class Larger
{
    public enum Order { Hold, Move, Gather, Attack }

    public readonly record struct Turn(bool Left, [ActionMask(Choices = 4)] int Steps);

    [MaskedPolicy]
    public sealed partial class ScoutPolicy
    {
        [Observation(4)]           public partial MlpEncoder Globals { get; }
        [EntityMask(features: 3)]  public partial DeepSetEncoder Units { get; }
        [Core(8)]                  public partial MlpCore Core { get; }
        [ActionMask]               public partial Head<Order> Command { get; }
        [ActionMask]               public partial Head<Turn> Turns { get; }
        [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack)]
                                   public partial PointerHead Target { get; }
        [ActionMask(Choices = 2), Given(nameof(Command), nameof(Target), nameof(Ally))]
                                   public partial Head<int> Speed { get; }
        [ActionMask(Over = nameof(Units))]
                                   public partial PointerHead Ally { get; }
        [Value]                    public partial ValueHead Value { get; }
    }
}

/// <summary>A choice and a head less.</summary>
public static partial class Smaller
{
    public enum Order { Hold, Attack }

    public readonly record struct Turn(bool Left, [ActionMask(Choices = 3)] int Steps);

    [MaskedPolicy]
    public sealed partial class ScoutPolicy
    {
        [Observation(4)]           public partial MlpEncoder Globals { get; }
        [EntityMask(features: 3)]  public partial DeepSetEncoder Units { get; }
        [Core(8)]                  public partial MlpCore Core { get; }
        [ActionMask]               public partial Head<Order> Command { get; }
        [ActionMask]               public partial Head<Turn> Turns { get; }
        [ActionMask(Choices = 2), Given(nameof(Command))]
                                   public partial Head<int> Speed { get; }
        [Value]                    public partial ValueHead Value { get; }
    }
}

/// <summary>Another width of the core.</summary>
public static partial class Wider
{
    [MaskedPolicy]
    public sealed partial class ScoutPolicy
    {
        [Observation(4)]           public partial MlpEncoder Globals { get; }
        [EntityMask(features: 3)]  public partial DeepSetEncoder Units { get; }
        [Core(16)]                 public partial MlpCore Core { get; }
        [ActionMask]               public partial Head<Before.Order> Command { get; }
        [ActionMask]               public partial Head<Before.Turn> Turns { get; }
        [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Before.Order.Attack)]
                                   public partial PointerHead Target { get; }
        [ActionMask(Choices = 2), Given(nameof(Command), nameof(Target))]
                                   public partial Head<int> Speed { get; }
        [Value]                    public partial ValueHead Value { get; }
    }
}

/// <summary>
/// An input has another name, so that the encodings are concatenated in another order; another is encoded by another part; the pointer
/// chooses for each unit; the value has another name.
/// </summary>
public static partial class Renamed
{
    [MaskedPolicy]
    public sealed partial class ScoutPolicy
    {
        [Observation(4)]           public partial MlpEncoder Weather { get; }
        [EntityMask(features: 3)]  public partial AttentionEncoder Units { get; }
        [Core(8)]                  public partial MlpCore Core { get; }
        [ActionMask]               public partial Head<Before.Order> Command { get; }
        [ActionMask]               public partial Head<bool> Turns { get; }
        [ActionMask(Each = nameof(Units), Over = nameof(Units))]
                                   public partial PointerHead Target { get; }
        [ActionMask(Choices = 2), Given(nameof(Command))]
                                   public partial Head<int> Speed { get; }
        [Value]                    public partial ValueHead Worth { get; }
    }
}

/// <summary>Only the widths of parts differ, which no declaration states.</summary>
public static partial class Resized
{
    [MaskedPolicy]
    public sealed partial class ScoutPolicy
    {
        [Observation(4)]           public partial MlpEncoder Globals { get; } = new(4, width: 5);
        [EntityMask(features: 3)]  public partial DeepSetEncoder Units { get; }
        [Core(8)]                  public partial MlpCore Core { get; }
        [ActionMask]               public partial Head<Before.Order> Command { get; }
        [ActionMask]               public partial Head<Before.Turn> Turns { get; }
        [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Before.Order.Attack)]
                                   public partial PointerHead Target { get; }
        [ActionMask(Choices = 2), Given(nameof(Command), nameof(Target))]
                                   public partial Head<int> Speed { get; }
        [Value]                    public partial ValueHead Value { get; }
    }
}

/// <summary>The value reads an input that nothing else reads.</summary>
public static partial class Sighted
{
    [MaskedPolicy]
    public sealed partial class ScoutPolicy
    {
        [Observation(4)]           public partial MlpEncoder Globals { get; }
        [EntityMask(features: 3)]  public partial DeepSetEncoder Units { get; }
        [Observation(4)]           public partial MlpEncoder Secret { get; }
        [Core(8)]                  public partial MlpCore Core { get; }
        [ActionMask]               public partial Head<Before.Order> Command { get; }
        [Value(Sees = [nameof(Secret)])]
                                   public partial ValueHead Value { get; }
    }
}
