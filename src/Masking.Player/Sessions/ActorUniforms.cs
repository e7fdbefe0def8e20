using Masking.CompilerServices;
using Masking.Kernels;

namespace Masking.Player.Sessions;

/// <summary>The random numbers of one kind of actor: an input of the model.</summary>
internal sealed class ActorUniforms
{
    /// <summary>The number that asks for the most probable action.</summary>
    private const float Greedy = -1;

    private readonly HostArray<float> _numbers;     // (environments, slots…, lanes)
    private readonly HostArray<bool>? _present;     // (environments, slots…); null for the agent
    private readonly int _firstLane;
    private readonly int _slots;
    private readonly int? _columns;                 // of a map
    private readonly uint[] _words;                 // of one actor

    /// <param name="numbers">The random numbers, of the shape of <see cref="ShapeOf"/>.</param>
    /// <param name="present">The slots with an actor, <c>(environments, slots…)</c>; null for the agent.</param>
    /// <param name="firstLane">The index of the first random number of an actor.</param>
    public ActorUniforms(HostArray<float> numbers, HostArray<bool>? present, int firstLane)
    {
        _numbers = numbers;
        _present = present;
        _firstLane = firstLane;
        _slots = present is null ? 1 : (int)(present.Length / present.Shape[0]);
        _columns = present?.Shape is [_, _, var width] ? (int)width : null;
        _words = new uint[numbers.Shape[^1]];
    }

    /// <summary>The random numbers of one environment: those of each slot.</summary>
    /// <param name="present">The slots with an actor, <c>(environments, slots…)</c>; null for the agent.</param>
    /// <param name="lanes">The number of random numbers of an actor.</param>
    public static int[] ShapeOf(HostArray<bool>? present, int lanes) =>
        [.. (present?.Shape ?? []).Skip(1).Select(size => (int)size), lanes];

    /// <summary>Writes the random numbers of a draw. Slots without an actor keep their numbers, which nothing reads.</summary>
    public void Fill(RandomDraw draw)
    {
        Span<float> numbers = _numbers.Elements;
        ReadOnlySpan<bool> present = _present is null ? [] : _present.Elements;
        for (int row = 0, actor = 0; numbers.Length > 0; row++)
        {
            for (int slot = 0; slot < _slots; slot++, actor++)
            {
                if (present.IsEmpty || present[actor])
                {
                    draw.Fill(row, SlotOf(slot), _firstLane, _words);
                    Convert(_words, numbers);
                }

                numbers = numbers[_words.Length..];
            }
        }
    }

    /// <summary>Asks for the most probable actions.</summary>
    public void FillGreedy() => _numbers.Elements.Fill(Greedy);

    private static void Convert(ReadOnlySpan<uint> words, Span<float> numbers)
    {
        for (int lane = 0; lane < words.Length; lane++)
        {
            numbers[lane] = (float)Uniform.Of(words[lane]);
        }
    }

    /// <summary>The slot of an actor. That of a cell contains its row in the upper and its column in the lower bits.</summary>
    private long SlotOf(int slot) => _columns is { } columns
        ? ((long)(slot / columns) << RandomDraw.BitsPerColumn) | (uint)(slot % columns)
        : slot;
}
