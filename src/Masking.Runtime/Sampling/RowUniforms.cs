using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Masking.Kernels;

namespace Masking.Sampling;

/// <summary>The random numbers of every row in one draw. They depend on the actor of the row, and not on the other rows.</summary>
/// <param name="draw">The random numbers of one step.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="actors">The environment and the place of each row's actor; null: row i is the single agent of environment i.</param>
internal sealed class RowUniforms(RandomDraw draw, int rows, (uint Environment, uint Place)[]? actors = null)
{
    /// <summary>The number of rows.</summary>
    public int Rows => rows;

    /// <summary>The divisor of the logits.</summary>
    public double Temperature => draw.Temperature;

    /// <summary>The random numbers of some of the rows.</summary>
    /// <param name="some">The indices of the rows.</param>
    public RowUniforms Select(int[] some) => new(draw, some.Length, Array.ConvertAll(some, Actor));

    /// <summary>Several consecutive random words of one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="firstLane">The index of the first word among those of the actor.</param>
    /// <param name="words">Receives the words.</param>
    public void OfRow(int row, int firstLane, Span<uint> words)
    {
        (uint environment, uint place) = Actor(row);
        draw.Fill(environment, place, firstLane, words);
    }

    /// <summary>One random word for each of several rows.</summary>
    /// <param name="of">The rows; empty: consecutive rows from <paramref name="first"/>.</param>
    /// <param name="first">The first row, or its index in <paramref name="of"/>.</param>
    /// <param name="lane">The index of the word among those of an actor.</param>
    /// <param name="words">Receives one word for each row.</param>
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

    /// <summary>One uniform number in (0, 1) for each row.</summary>
    public double[] Of(int lane)
    {
        uint[] words = new uint[rows];
        OfRows([], 0, lane, words);
        return Array.ConvertAll(words, Uniform.Of);
    }

    private (uint Environment, uint Place) Actor(int row) => actors is null ? ((uint)row, 0) : actors[row];
}
