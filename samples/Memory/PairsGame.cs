using System.Runtime.InteropServices;
using Masking.Training;

namespace Masking.Samples.Memory;

/// <summary>
/// The rules of the card game of pairs, also known as Memory or Concentration, for one player. Cards lie face down. A move turns two
/// cards, one after the other. Two cards with the same picture stay open. Two different cards stay visible until the next move begins, and
/// are face down from then on. The game is over when all pairs are open.
/// </summary>
/// <param name="pairs">The number of pairs, from 2 to <see cref="MaxPairs"/>.</param>
public sealed class PairsGame(int pairs)
{
    /// <summary>The maximum number of pairs, and the number of different pictures.</summary>
    public const int MaxPairs = 4;

    /// <summary>The maximum number of cards.</summary>
    public const int MaxCards = 2 * MaxPairs;

    /// <summary>The number of moves after which a game is stopped.</summary>
    public const int MaxMoves = 100;

    private const int None = -1;

    private readonly byte[] _pictures = [.. Enumerable.Range(0, 2 * pairs).Select(card => (byte)(card / 2))];
    private readonly bool[] _isOpen = new bool[2 * pairs];
    private int _first = None;
    private int _second = None;

    /// <summary>The number of cards.</summary>
    public int Cards => _pictures.Length;

    /// <summary>The number of pairs.</summary>
    public int Pairs => Cards / 2;

    /// <summary>The number of complete moves.</summary>
    public int Moves { get; private set; }

    /// <summary>The number of pairs that are open.</summary>
    public int OpenPairs => _isOpen.Count(isOpen => isOpen) / 2;

    /// <summary>Whether all pairs are open.</summary>
    public bool IsOver => OpenPairs == Pairs;

    /// <summary>Whether the first card of a move has been turned, and the second has not.</summary>
    public bool IsWithinMove => _first != None && _second == None;

    /// <summary>Shuffles the cards and turns them face down.</summary>
    /// <param name="random">The random numbers.</param>
    public void Reset(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        byte[] pictures = [.. _pictures.Order()];
        random.Shuffle<byte>(pictures);
        Deal(pictures);
    }

    /// <summary>Begins a game with given cards.</summary>
    /// <param name="pictures">The picture of each card, counted from 0. Each picture is on two cards.</param>
    /// <exception cref="ArgumentException">A picture is not on two cards. The game is unchanged.</exception>
    public void Deal(ReadOnlySpan<byte> pictures)
    {
        if (!AreInPairs(pictures))
        {
            throw new ArgumentException(
                $"expected each picture from 0 to {Pairs - 1} on two cards, got {string.Join(", ", pictures.ToArray())}.",
                nameof(pictures));
        }

        pictures.CopyTo(_pictures);
        Array.Clear(_isOpen);
        (_first, _second, Moves) = (None, None, 0);
    }

    /// <summary>Returns the picture of a card, whether it is visible or not.</summary>
    /// <param name="card">The card.</param>
    public int Picture(int card) => _pictures[card];

    /// <summary>Returns whether a card belongs to a pair that is open.</summary>
    /// <param name="card">The card.</param>
    public bool IsOpen(int card) => _isOpen[card];

    /// <summary>Returns whether a card was turned in the current move, or in the last one if no move has begun since.</summary>
    /// <param name="card">The card.</param>
    public bool IsTurned(int card) => card == _first || card == _second;

    /// <summary>Returns whether a card can be turned: it is not open, and not the first card of the current move.</summary>
    /// <param name="card">The card.</param>
    public bool CanTurn(int card) => !IsOpen(card) && !(IsWithinMove && card == _first);

    /// <summary>Turns a card.</summary>
    /// <param name="card">A card that can be turned.</param>
    /// <returns>Whether this completes a move.</returns>
    /// <exception cref="ArgumentException">The card cannot be turned. The game is unchanged.</exception>
    public bool Turn(int card)
    {
        if (!CanTurn(card))
        {
            throw new ArgumentException($"expected a card that can be turned, got card {card}, which is open.", nameof(card));
        }

        if (!IsWithinMove)
        {
            (_first, _second) = (card, None);
            return false;
        }

        _second = card;
        Moves++;
        _isOpen[_first] = _isOpen[_second] = _pictures[_first] == _pictures[_second];
        return true;
    }

    /// <summary>Writes the mutable state.</summary>
    /// <param name="writer">The writer.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_pictures);
        writer.Write(MemoryMarshal.AsBytes(_isOpen.AsSpan()));
        writer.Write(_first);
        writer.Write(_second);
        writer.Write(Moves);
    }

    /// <summary>Reads the state written by <see cref="Save"/>.</summary>
    /// <param name="reader">The reader.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.ReadExactly(_pictures);
        reader.ReadExactly(MemoryMarshal.AsBytes(_isOpen.AsSpan()));
        _first = reader.ReadInt32("the first card of the move", None, Cards - 1);
        _second = reader.ReadInt32("the second card of the move", None, Cards - 1);
        Moves = reader.ReadInt32("moves", 0, MaxMoves - 1);
        CheckpointException.Require(AreInPairs(_pictures), "expected two cards of each picture, got other cards");
        CheckpointException.Require(IsReachable(), "expected a game of pairs that is not over, got a state that no game reaches");
    }

    private bool AreInPairs(ReadOnlySpan<byte> pictures)
    {
        byte[] sorted = pictures.ToArray();
        Array.Sort(sorted);
        return sorted.SequenceEqual(Enumerable.Range(0, Cards).Select(card => (byte)(card / 2)));
    }

    private bool IsReachable()
    {
        bool arePairsOpen = Enumerable.Range(0, Cards)
            .GroupBy(card => _pictures[card])
            .All(pair => pair.All(IsOpen) || !pair.Any(IsOpen));
        bool isMoveValid = (_first, _second) switch
        {
            (None, None) => Moves == 0,
            (None, _) => false,
            (_, None) => !IsOpen(_first),
            _ => Moves > 0 && _first != _second && IsOpen(_first) == IsOpen(_second)
                && IsOpen(_first) == (_pictures[_first] == _pictures[_second]),
        };
        return arePairsOpen && isMoveValid && !IsOver && OpenPairs <= Moves;
    }
}
