using System.Text.Json.Serialization;

namespace Masking.Samples.MicroRts.Serving;

/// <summary>The table of unit types in the protocol.</summary>
internal sealed record UnitTypesMessage(int MoveConflictResolutionStrategy, IReadOnlyList<UnitTypeMessage?> UnitTypes);

/// <summary>A unit type in the protocol.</summary>
internal sealed record UnitTypeMessage(
    [property: JsonPropertyName("ID")] int Id,
    string Name,
    int Cost,
    int Hp,
    int MinDamage,
    int MaxDamage,
    int AttackRange,
    int ProduceTime,
    int MoveTime,
    int AttackTime,
    int HarvestTime,
    int ReturnTime,
    int HarvestAmount,
    bool IsResource,
    bool IsStockpile,
    bool CanHarvest,
    bool CanMove,
    bool CanAttack,
    IReadOnlyList<string?> Produces);

/// <summary>The state of a game in the protocol.</summary>
internal sealed record StateMessage(
    int Time, [property: JsonPropertyName("pgs")] BoardMessage Board, IReadOnlyList<AssignmentMessage?> Actions);

/// <summary>The board and everything on it in the protocol.</summary>
internal sealed record BoardMessage(
    int Width, int Height, string Terrain, IReadOnlyList<PlayerMessage?> Players, IReadOnlyList<UnitMessage?> Units);

/// <summary>A player in the protocol.</summary>
internal sealed record PlayerMessage([property: JsonPropertyName("ID")] int Id, int Resources);

/// <summary>A unit in the protocol.</summary>
internal sealed record UnitMessage(
    string Type,
    [property: JsonPropertyName("ID")] int Id,
    int Player,
    int X,
    int Y,
    int Resources,
    [property: JsonPropertyName("hitpoints")] int HitPoints);

/// <summary>An action under way in the protocol.</summary>
internal sealed record AssignmentMessage([property: JsonPropertyName("ID")] int Id, int Time, ActionMessage Action);

/// <summary>An action in the protocol. It has only the fields that its type needs.</summary>
internal sealed record ActionMessage(int Type, int? Parameter = null, int? X = null, int? Y = null, string? UnitType = null);

/// <summary>An order in the protocol.</summary>
internal sealed record OrderMessage([property: JsonPropertyName("unitID")] int UnitId, ActionMessage UnitAction);

/// <summary>
/// Reads and writes messages. All fields are required but those of actions, none may occur twice, and unknown fields are ignored.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(UnitTypesMessage))]
[JsonSerializable(typeof(StateMessage))]
[JsonSerializable(typeof(IReadOnlyList<OrderMessage>))]
internal sealed partial class MessageContext : JsonSerializerContext;
