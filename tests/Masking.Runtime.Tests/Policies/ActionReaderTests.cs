using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

public sealed class ActionReaderTests
{
    private const string Policy = "ScoutPolicy";
    private const string Member = "Command";

    private Tensor Actions { get; } = tensor(new[] { 0L, 1, 2, -1, 4, 5 }).reshape(2, 3);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 2, 2)]
    [InlineData(1, 0, null)]
    [InlineData(1, 2, 5)]
    public void Read_ReturnsTheActionAtTheIndex(long row, long column, int? expected)
    {
        Assert.Equal(expected, ActionReader.ReadOrNone(Policy, Member, Actions, 6, row, column));
        Assert.Equal(expected, ActionReader.ReadOrNone(Policy, Member, Actions.t(), null, column, row));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, 3)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, 0)]
    public void IndexOutsideOfTheTensor_IsRefused(long row, long column)
    {
        ArgumentOutOfRangeException refused = Refused.WithoutLeak<ArgumentOutOfRangeException>(() =>
            ActionReader.ReadOrNone(Policy, Member, Actions, 6, row, column));
        Assert.Equal("place", refused.ParamName);
        Assert.StartsWith("ScoutPolicy.Command: expected an index from 0 to ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-2)]
    [InlineData(1L << 32)]          // would be 0 as an int
    [InlineData((1L << 32) - 1)]    // would be -1
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void InvalidChoices_AreRefused_WithTheIndexAndTheRange(long number)
    {
        using Tensor actions = tensor(new[] { 0, number });
        string range = "ScoutPolicy.Command: expected a choice from 0 to 3, or -1 for no action, at (1).";

        ArgumentOutOfRangeException refused = Refused.WithoutLeak<ArgumentOutOfRangeException>(() =>
            ActionReader.ReadOrNone(Policy, Member, actions, 4, 1));

        Assert.Equal(("actions", number), (refused.ParamName, refused.ActualValue));
        Assert.StartsWith(range, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(range, Refused.WithoutLeak<ArgumentOutOfRangeException>(() =>
            ActionReader.Read(Policy, Member, actions, 4, 1)).Message, StringComparison.Ordinal);
        Assert.Equal(0, ActionReader.Read(Policy, Member, actions, 4, 0));
    }

    [Fact]
    public void WithoutANumberOfChoices_NumbersBeyondIntAreRefused()
    {
        using Tensor actions = tensor(new[] { 1_000_000L, 1L << 40 });
        Assert.Equal(1_000_000, ActionReader.ReadOrNone(Policy, Member, actions, null, 0));
        Assert.StartsWith("ScoutPolicy.Command: expected the index of a choice, or -1 for no action, at (1).",
            Refused.WithoutLeak<ArgumentOutOfRangeException>(() => ActionReader.ReadOrNone(Policy, Member, actions, null, 1)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void NoAction_IsRefused_WithThePossibleCauses()
    {
        Assert.Equal(4, ActionReader.Read(Policy, Member, Actions, 6, 1, 1));
        InvalidOperationException refused = Refused.WithoutLeak<InvalidOperationException>(() =>
            ActionReader.Read(Policy, Member, Actions, 6, 1, 0));
        Assert.Equal("ScoutPolicy.Command: expected an action at (1, 0), got -1, no action. Either the logits of the row were "
            + "not finite, so that no action was chosen, or the actions come from another source.", refused.Message);
        Assert.Throws<ArgumentNullException>("actions", () => ActionReader.ReadOrNone(Policy, Member, (Tensor)null!, 6, 0));
    }

    [Fact]
    public void Components_AreComparedWithTheirOwnNumberOfChoices()
    {
        using Tensor right = tensor(new[] { 2L, -1, 4, -1, -1, -1 }).reshape(2, 3);
        Assert.Equal([2, -1, 4], ActionReader.ReadComponents(Policy, Member, right, [3, 2, 5], 0));
        Assert.Null(ActionReader.ReadComponentsOrNone(Policy, Member, right, [3, 2, 5], 1));
        foreach (long[] row in new[] { new[] { 3L, 0, 0 }, [0, 2, 0], [0, 0, 5], [0, -2, 0], [0, 0, 1L << 32] })
        {
            using Tensor wrong = tensor(row).unsqueeze(0);
            Assert.Equal("actions", Refused.WithoutLeak<ArgumentOutOfRangeException>(() =>
                ActionReader.ReadComponents(Policy, Member, wrong, [3, 2, 5], 0)).ParamName);
        }
    }

    [Fact]
    public void Bits_AreZerosAndOnes_OrAllMinusOne()
    {
        using Tensor right = tensor(new[] { 1L, 0, -1, -1 }).reshape(2, 2);
        Assert.Equal([1, 0], ActionReader.ReadBits(Policy, Member, right, 2, 0));
        Assert.Null(ActionReader.ReadBitsOrNone(Policy, Member, right, 2, 1));
        Refused.WithoutLeak<InvalidOperationException>(() => ActionReader.ReadBits(Policy, Member, right, 2, 1));
        foreach (long[] row in new[] { new[] { 2L, 0 }, [0, -2], [-1, 1], [1L << 32, 0] })
        {
            using Tensor wrong = tensor(row).unsqueeze(0);
            Assert.Contains("at (0)", Refused.WithoutLeak<ArgumentOutOfRangeException>(() =>
                ActionReader.ReadBitsOrNone(Policy, Member, wrong, 2, 0)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Picks_EndAtTheFirstMinusOne_AndHaveNoGap()
    {
        using Tensor picks = tensor(new[] { 3L, 1, -1, 2, -1, 0, 5, -1, -1, -2, -1, -1 }).reshape(4, 3);
        Assert.Equal([3, 1], ActionReader.ReadPicks(Policy, Member, picks, 3, 4, 0));
        Assert.StartsWith("ScoutPolicy.Command: expected picks followed only by -1, at (1), got [2, -1, 0].",
            Refused.WithoutLeak<ArgumentException>(() => ActionReader.ReadPicks(Policy, Member, picks, 3, 4, 1)).Message,
                StringComparison.Ordinal);
        Refused.WithoutLeak<ArgumentOutOfRangeException>(() => ActionReader.ReadPicks(Policy, Member, picks, 3, 4, 2));
        Refused.WithoutLeak<ArgumentOutOfRangeException>(() => ActionReader.ReadPicks(Policy, Member, picks, 3, null, 3));
    }

    [Fact]
    public void OtherElementTypesRanksAndWidths_AreRefused()
    {
        using Tensor narrow = Actions.to(ScalarType.Int32);
        Refused.ByShape(Policy, Member, "2 axes of int64", "(2, 3) int32", () => ActionReader.ReadOrNone(Policy, Member, narrow, 6, 0, 0));
        Refused.ByShape(Policy, Member, "1 axes of int64", "(2, 3) int64", () => ActionReader.ReadOrNone(Policy, Member, Actions, 6, 0));
        Refused.ByShape(Policy, Member, "2 axes of int64, the last of size 4", "(2, 3) int64", () =>
            ActionReader.ReadComponents(Policy, Member, Actions, [2, 2, 2, 2], 0));
        Tensor disposed = zeros(1, ScalarType.Int64);
        disposed.Dispose();
        Refused.ByShape(Policy, Member, "1 axes of int64", "a disposed tensor",
            () => ActionReader.ReadOrNone(Policy, Member, disposed, 6, 0));
    }

    [Fact]
    public void Read_LeavesNoTensor()
    {
        using Tensor turned = Actions.t();
        LiveTensors.AreUnchangedBy(() => ActionReader.ReadOrNone(Policy, Member, turned, 6, 0, 0), calls: 100);
    }

    [Fact]
    public void ChoiceValues_ReadTheValueAtThePlace()
    {
        using Tensor actions = tensor([1L, -1L]);
        ChoiceValues<DayOfWeek> days = new([DayOfWeek.Friday, DayOfWeek.Monday], ["Friday", "Monday"]);
        ChoiceValues<int> numbers = ChoiceValues.Numbers(2);

        Assert.Equal(DayOfWeek.Monday, days.Read(Policy, Member, actions, 0));
        Assert.Equal(DayOfWeek.Monday, days.ReadOrNone(Policy, Member, actions, 0));
        Assert.Null(days.ReadOrNone(Policy, Member, actions, 1));
        Assert.Equal(1, numbers.Read(Policy, Member, actions, 0));
        Assert.Throws<InvalidOperationException>(() => numbers.Read(Policy, Member, actions, 1));
        Assert.Throws<IndexOutOfRangeException>(() => numbers[2]);
        Assert.Throws<IndexOutOfRangeException>(() => days[2]);
    }
}
