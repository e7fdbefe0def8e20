using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Masking.Kernels;

namespace Masking.Sampling;

/// <summary>The random numbers of every row of one draw, from what identifies the row's actor.</summary>
/// <param name="draw">The random numbers of one step.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="actors">For each row its environment and its place there, both in 32 bits; null: row i is the one agent of environment
/// i.</param>
internal sealed class RowUniforms(RandomDraw draw, int rows, (uint Environment, uint Place)[]? actors = null)
{
    /// <summary>The number of rows.</summary>
    public int Rows => rows;

    /// <summary>What logits are divided by.</summary>
    public double Temperature => draw.Temperature;

    /// <summary>The random words of one row, for several choices.</summary>
    /// <param name="row">The row.</param>
    /// <param name="firstLane">Which of the actor's choices the first of them is for.</param>
    /// <param name="words">One for each choice.</param>
    public void OfRow(int row, int firstLane, Span<uint> words)
    {
        (uint environment, uint place) = Actor(row);
        draw.Fill(environment, place, firstLane, words);
    }

    /// <summary>The random words of several rows, for one choice.</summary>
    /// <param name="of">The rows; empty: those from <paramref name="first"/> on.</param>
    /// <param name="first">The first of the rows, or of their places in <paramref name="of"/>.</param>
    /// <param name="lane">Which of the actor's choices.</param>
    /// <param name="words">One for each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void OfRows(ReadOnlySpan<int> of, int first, int lane, Span<uint> words)
    {
        bool isOneAgentOfEach = actors is null && of.IsEmpty;
        Span<ulong> environments = stackalloc ulong[Philox.Lanes];
        Span<ulong> places = stackalloc ulong[Philox.Lanes];
        for (int i = 0; i < words.Length; i += Philox.Lanes)
        {
            Span<uint> some = words[i..Math.Min(i + Philox.Lanes, words.Length)];
            for (int j = 0; j < some.Length && !isOneAgentOfEach; j++)
            {
                (environments[j], places[j]) = Actor(of.IsEmpty ? first + i + j : of[first + i + j]);
            }

            Vector256<ulong> drawn = isOneAgentOfEach
                ? draw.Words(Vector256.Create((ulong)(first + i)) + Vector256.Create(0UL, 1, 2, 3), Vector256<ulong>.Zero, lane)
                : draw.Words(Vector256.Create<ulong>(environments), Vector256.Create<ulong>(places), lane);
            Vector128<uint> narrow = Vector256.Narrow(drawn, drawn).GetLower();
            if (some.Length == Philox.Lanes)
            {
                narrow.CopyTo(some);
                continue;
            }

            for (int j = 0; j < some.Length; j++)
            {
                some[j] = narrow[j];
            }
        }
    }

    /// <summary>One uniform number in (0, 1) of every row.</summary>
    public double[] Of(int lane)
    {
        uint[] words = new uint[rows];
        OfRows([], 0, lane, words);
        return Array.ConvertAll(words, Uniform.Of);
    }

    private (uint Environment, uint Place) Actor(int row) => actors is null ? ((uint)row, 0) : actors[row];
}
