namespace Masking.Runtime.Tests.Hosting;

public sealed class MaskSpanTests
{
    private static readonly ChoiceValues<Card> Cards = new([Card.Debt, Card.Ace, Card.King], ["Debt", "Ace", "King"]);

    private enum Card : sbyte { Ace = 1, King = 13, Debt = -5 }

    [Fact]
    public void Flags_AreIndexedByChoice_WithoutACopy()
    {
        bool[] flags = [true, true, true];
        MaskSpan<Card> mask = new("Hand", flags, Cards);
        mask[Card.Ace] = false;
        new MaskSpan<Card>("Hand", flags, Cards)[Card.Debt] = false;
        Assert.Equal([false, false, true], flags);
        Assert.Equal((3, true, false), (mask.Count, mask[Card.King], mask[Card.Ace]));
        Assert.True(mask.Flags == flags);
    }

    [Fact]
    public void Numbers_EqualTheirIndices()
    {
        bool[] flags = [true, true, true];
        MaskSpan<int> mask = new("Bid", flags, ChoiceValues.Numbers(3));
        mask[2] = false;
        Assert.Equal([true, true, false], flags);
    }

    [Fact]
    public void Booleans_AreFalseThenTrue()
    {
        bool[] flags = [false, false];
        new MaskSpan<bool>("Shout", flags, new ChoiceValues<bool>([false, true], ["false", "true"])).AllowOnly(true);
        Assert.Equal([false, true], flags);
    }

    [Fact]
    public void AllNoneAndOnly_ChangeEveryFlag()
    {
        bool[] flags = [true, false, true];
        MaskSpan<Card> mask = new("Hand", flags, Cards);
        mask.AllowNone();
        Assert.Equal([false, false, false], flags);
        mask.AllowAll();
        Assert.Equal([true, true, true], flags);
        mask.AllowOnly(Card.King, Card.Debt);
        Assert.Equal([true, false, true], flags);
        mask.AllowOnly();
        Assert.Equal([false, false, false], flags);
    }

    [Fact]
    public void InvalidChoices_AreNamed_AndChangeNothing()
    {
        bool[] flags = [true, false, true];
        Assert.StartsWith(
            "Hand: expected one of Debt, Ace, King, got 0.",
            Refused(() => new MaskSpan<Card>("Hand", flags, Cards)[0] = true),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Hand: expected one of Debt, Ace, King, got 2.",
            Refused(() => new MaskSpan<Card>("Hand", flags, Cards).AllowOnly(Card.Ace, (Card)2)),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Bid: expected a choice from 0 to 2, got -1.",
            Refused(() => new MaskSpan<int>("Bid", flags, ChoiceValues.Numbers(3))[-1] = true),
            StringComparison.Ordinal
        );
        Assert.Equal([true, false, true], flags);

        static string Refused(Action call) => Assert.Throws<ArgumentOutOfRangeException>(call).Message;
    }

    [Fact]
    public void EnumsOfEverySize_AreFound()
    {
        ChoiceValues<Far> far = new([Far.Low, Far.High], ["Low", "High"]);
        Assert.Equal(1, far.IndexOf(Far.High, "Far"));
        Assert.Equal(0, far.IndexOf(Far.Low, "Far"));
        Assert.Throws<ArgumentOutOfRangeException>(() => far.IndexOf(Far.LooksLike1, "Far"));
        Assert.Equal(1, new ChoiceValues<Near>([Near.Zero, Near.Most], ["Zero", "Most"]).IndexOf(Near.Most, "Near"));
    }

    [Fact]
    public void AMaskOfAnotherLength_IsRefused() =>
        Assert.StartsWith(
            "Hand: expected 3 flags, one for each choice, got 2.",
            Assert.Throws<ArgumentException>(() => new MaskSpan<Card>("Hand", new bool[2], Cards).Count).Message,
            StringComparison.Ordinal
        );

    private enum Far : long { Low = long.MinValue, High = long.MaxValue, LooksLike1 = (1L << 32) + 1 }

    private enum Near : ushort { Zero, Most = ushort.MaxValue }
}
