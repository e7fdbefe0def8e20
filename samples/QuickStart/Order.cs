namespace Masking.Samples.QuickStart;

/// <summary>What the worker can be told to do.</summary>
public enum Order
{
    Noop,
    MoveNorth, MoveEast, MoveSouth, MoveWest,
    HarvestNorth, HarvestEast, HarvestSouth, HarvestWest,
    ReturnNorth, ReturnEast, ReturnSouth, ReturnWest,
}
