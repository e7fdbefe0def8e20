namespace Masking.Samples.QuickStart;

/// <summary>What a worker can do.</summary>
public enum Deed
{
    Noop, Move, Harvest, Return,
}
