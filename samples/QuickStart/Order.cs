namespace Masking.Samples.QuickStart;

/// <summary>The orders for the worker: an action type and its direction.</summary>
public enum Order
{
    Noop,
    MoveNorth, MoveEast, MoveSouth, MoveWest,
    HarvestNorth, HarvestEast, HarvestSouth, HarvestWest,
    ReturnNorth, ReturnEast, ReturnSouth, ReturnWest,
}
