namespace Masking.Samples.HiddenDanger;

/// <summary>
/// One position, for looking at what is attended to: the dragon is behind the western tree, where the panda saw it two steps ago, and the
/// scorpion behind the eastern one, where the panda has not seen it at all. What the buffer has of the scorpion is from the episode before,
/// when it stood to the north of the panda.
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
    /// <summary>Plays a world up to the position.</summary>
    /// <param name="world">The world.</param>
    public static void Play(PandaWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        Cell[] trees = [new(3, 1), new(3, 3), new(5, 1)];
        world.Begin([new(2, 2), new(0, 0), new(1, 2), new(2, 5), .. trees]);
        world.Begin([new(4, 0), new(0, 3), new(2, 4), new(2, 0), .. trees]);
        world.Go(Direction.East);
        world.Go(Direction.East);
    }
}
