namespace Masking.Samples.QuickStart;

/// <summary>The types of action of a worker.</summary>
public enum ActionType
{
    Noop, Move, Harvest, Return,
}
