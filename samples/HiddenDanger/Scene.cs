namespace Masking.Samples.HiddenDanger;

/// <summary>
/// A position in which the attention weights are drawn. The dragon is behind the western tree; the panda saw it two steps ago. The scorpion
/// is behind the eastern tree; the panda has not seen it in this episode. The record of the scorpion is from the previous episode, when it
/// was to the north of the panda.
/// </summary>
/// <remarks><code>
/// . . . W . .
/// . . . . . .
/// D . . . S .
/// . T . T . .
/// . . P . . .
/// . T . . . .
/// </code></remarks>
public static class Scene
{
    /// <summary>Plays the episodes that lead to the position.</summary>
    /// <param name="world">The environment.</param>
    public static void Play(PandaWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        Cell[] trees = [new(3, 1), new(3, 3), new(5, 1)];
        world.Reset([new(2, 2), new(0, 0), new(1, 2), new(2, 5), .. trees]);
        world.Reset([new(4, 0), new(0, 3), new(2, 4), new(2, 0), .. trees]);
        world.Move(Direction.East);
        world.Move(Direction.East);
    }
}
