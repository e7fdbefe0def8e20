namespace Masking.Samples.TeamCatcher;

/// <summary>What an agent can do.</summary>
public enum Move
{
    Noop, Up, Down, Left, Right,
}
