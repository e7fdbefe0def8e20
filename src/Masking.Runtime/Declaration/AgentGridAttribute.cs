namespace Masking;

/// <summary>
/// Declares a map <c>(batch, channels, height, width)</c> and its agent mask <c>(batch, height, width)</c>, bool, true = the cell contains
/// an agent.
/// </summary>
/// <param name="channels">The number of planes, at least 1.</param>
/// <param name="height">The number of rows. If 0, the size of the map may differ from batch to batch.</param>
/// <param name="width">The number of columns. If 0, the size of the map may differ from batch to batch.</param>
/// <example>
/// Every unit on a map of a real-time strategy game receives an order:
/// <code>
/// [MaskedPolicy]
/// public sealed partial class ArmyPolicy
/// {
///     [AgentGrid(channels: 27, height: 16, width: 16)] public partial ConvEncoder Map { get; }
///     [ActionMask(Each = nameof(Map))]                 public partial Head&lt;Order&gt; Command { get; }   // mask (batch, 16, 16, 3)
/// }
///
/// public enum Order { Hold, Move, Attack }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AgentGridAttribute(int channels, int height = 0, int width = 0) : Attribute
{
    /// <summary>The number of planes.</summary>
    public int Channels { get; } = channels;

    /// <summary>The number of rows; 0 if it may differ from batch to batch.</summary>
    public int Height { get; } = height;

    /// <summary>The number of columns; 0 if it may differ from batch to batch.</summary>
    public int Width { get; } = width;
}
