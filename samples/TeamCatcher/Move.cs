namespace Masking.Samples.TeamCatcher;

/// <summary>The moves of an agent.</summary>
public enum Move
{
    Noop, Up, Down, Left, Right,
}
