namespace Masking;

/// <summary>The uniform numbers of every row of one draw, from what identifies the row's actor.</summary>
/// <param name="draw">The random numbers of one step.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="actors">For each row its environment and its place there; null: row i is the one agent of environment i.</param>
internal sealed class RowUniforms(RandomDraw draw, int rows, (long Environment, long Place)[]? actors = null)
{
    /// <summary>The number of rows.</summary>
    public int Rows => rows;

    /// <summary>What logits are divided by.</summary>
    public double Temperature => draw.Temperature;

    /// <summary>The numbers of one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="firstLane">Which of the actor's choices the first of them is for.</param>
    /// <param name="uniforms">The numbers, in the open interval (0, 1).</param>
    public void Fill(int row, int firstLane, Span<double> uniforms)
    {
        (long environment, long place) = actors is null ? (row, 0) : actors[row];
        draw.Fill(environment, place, firstLane, uniforms);
    }

    /// <summary>One number of every row.</summary>
    public double[] Of(int lane)
    {
        double[] uniforms = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            Fill(row, lane, uniforms.AsSpan(row, 1));
        }

        return uniforms;
    }
}
