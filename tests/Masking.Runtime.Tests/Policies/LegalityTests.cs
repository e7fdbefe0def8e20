namespace Masking.Runtime.Tests.Policies;

public sealed class LegalityTests
{
    [Fact]
    public void RowsWithoutChoice_AreNamed()
    {
        bool[] mask = [true, false, false, false, false, true, false, false];
        Assert.Equal([1L, 3L], Legality.RowsWithoutChoice(4, mask, []));
        Assert.Equal([0L, 1L, 3L], Legality.RowsWithoutChoice(4, mask, [false, true, true, true, true, true, true, true]));
        Assert.Empty(Legality.RowsWithoutChoice(2, [true, true], []));
    }

    [Fact]
    public void WithoutRowsOrWithoutChoices_TheAnswerHolds()
    {
        Assert.Empty(Legality.RowsWithoutChoice(0, [], []));
        Assert.Equal([0L, 1L], Legality.RowsWithoutChoice(2, [], []));
    }
}
