namespace Masking.Samples.MicroRts.Engine;

/// <summary>What a unit does. The numbers are those of the protocol of the original game.</summary>
public enum ActionType
{
    /// <summary>Waits for a given number of cycles.</summary>
    None,

    /// <summary>Moves to a neighboring cell.</summary>
    Move,

    /// <summary>Takes resources from a neighboring cell.</summary>
    Harvest,

    /// <summary>Brings the carried resources to a neighboring stockpile.</summary>
    Return,

    /// <summary>Creates a unit in a neighboring cell.</summary>
    Produce,

    /// <summary>Damages the unit in a cell within range.</summary>
    Attack,
}
