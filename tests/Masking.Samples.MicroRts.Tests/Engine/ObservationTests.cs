using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Engine;

/// <summary>The planes are the one-hot encoding of the maps.</summary>
public sealed class ObservationTests
{
    private static readonly int[] Values = [5, 5, 3, 8, 6, 2];

    [Fact]
    public void Planes_EncodeTheMaps() => RandomGame.ForAny(game =>
    {
        GameState state = game.Play().State;
        int cells = state.Board.Cells;
        ObservationWriter writer = new(state.Board);
        int[] maps = new int[ObservationWriter.Maps * cells];
        float[] planes = new float[ObservationWriter.Planes * cells];
        for (int player = 0; player < GameState.Players; player++)
        {
            maps.AsSpan().Fill(-1);
            planes.AsSpan().Fill(-1);
            writer.WriteMaps(state, player, maps);
            writer.WritePlanes(state, player, planes);
            Assert.Equal(Encode(maps, cells), planes);
        }
    });

    [Fact]
    public void MemoryOfAnotherSize_AndStatesOnOtherBoards_AreRejected()
    {
        GameState state = new(Maps.All[0].Start);
        ObservationWriter writer = new(state.Board);

        ArgumentException error = Assert.Throws<ArgumentException>(() => writer.WritePlanes(state, 0, new float[27 * 64]));

        Assert.Equal("expected memory for (29, 8, 8), 1856 numbers, got 1728.", error.Message);
        Assert.Throws<ArgumentException>(() => writer.WriteMaps(state, 0, new int[64]));
        Assert.Throws<ArgumentException>(() => writer.WriteMaps(new GameState(Maps.All[2].Start), 0, new int[6 * 64]));
    }

    private static float[] Encode(int[] maps, int cells)
    {
        float[] planes = new float[Values.Sum() * cells];
        for (int map = 0; map < Values.Length; map++)
        {
            int firstPlane = Values[..map].Sum();
            for (int cell = 0; cell < cells; cell++)
            {
                planes[((firstPlane + Math.Min(maps[(map * cells) + cell], Values[map] - 1)) * cells) + cell] = 1;
            }
        }

        return planes;
    }
}
