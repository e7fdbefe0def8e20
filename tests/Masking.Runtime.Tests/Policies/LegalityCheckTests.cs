namespace Masking.Runtime.Tests.Policies;

public sealed class LegalityCheckTests
{
    [Fact]
    public void RowsWithoutLegalChoice_AreFound()
    {
        bool[] mask = [true, false, false, false, false, true, false, false];
        Assert.Equal([1L, 3L], LegalityCheck.RowsWithoutLegalChoice(4, mask, []));
        Assert.Equal([0L, 1L, 3L], LegalityCheck.RowsWithoutLegalChoice(4, mask, [false, true, true, true, true, true, true, true]));
        Assert.Empty(LegalityCheck.RowsWithoutLegalChoice(2, [true, true], []));
    }

    [Fact]
    public void WithoutRows_OrWithoutChoices_ItWorks()
    {
        Assert.Empty(LegalityCheck.RowsWithoutLegalChoice(0, [], []));
        Assert.Equal([0L, 1L], LegalityCheck.RowsWithoutLegalChoice(2, [], []));
    }
}
