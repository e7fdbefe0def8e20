namespace My_Game;

/// <summary>A slime. A spark makes it smaller; at size 0 it is gone.</summary>
public sealed record Slime(Cell Cell, int Size);
