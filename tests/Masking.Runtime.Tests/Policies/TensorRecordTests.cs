using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

public sealed class TensorRecordTests
{
    [Fact]
    public void Select_ReturnsEnvironments()
    {
        using DisposeScope scope = NewDisposeScope();
        Pair pair = new(Constant.Range(6).reshape(3, 2), tensor(new[] { true, false, true }));
        Pair selected = pair.Select(tensor(new[] { 2L, 0L, 2L }));
        Assert.Equal([4, 5, 0, 1, 4, 5], Read.Actions(selected.First));
        Assert.Equal([1, 1, 1], Read.Numbers(selected.Second!));
        Assert.Null(new Pair(pair.First, null).Select(tensor(new[] { 1L })).Second);
    }

    [Fact]
    public void Clone_SharesNoMemory()
    {
        using DisposeScope scope = NewDisposeScope();
        Pair pair = new(zeros(2), ones(2));
        Pair clone = pair.Clone();
        clone.First.fill_(Constant.Of(7));
        TensorAssert.Zero(pair.First);
        TensorAssert.SameBits(pair.Second!, clone.Second!);
    }

    [Fact]
    public void To_IsDisposedIndependentlyOfTheOriginal()
    {
        using DisposeScope scope = NewDisposeScope();
        Pair pair = new(Constant.Range(3), null);
        Pair moved = pair.To(CPU);
        TensorAssert.SameBits(pair.First, moved.First);
        moved.DisposeTensors();
        Assert.Equal([0, 1, 2], Read.Actions(pair.First));
    }

    [Fact]
    public void Concatenate_PadsWithAbsentEntities()
    {
        using DisposeScope scope = NewDisposeScope();
        Pair small = new(full([1, 2, 2], Constant.Of(5f)), tensor(new[] { true, true }).reshape(1, 2));
        Pair large = new(full([2, 3, 2], Constant.Of(6f)), ones(2, 3, ScalarType.Bool));
        Pair joined = new[] { small, large }.Concatenate();
        TensorAssert.Close([5, 5, 5, 5, 0, 0, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6], joined.First);
        Assert.Equal([3, 3, 2], joined.First.shape);
        Assert.Equal([1, 1, 0, 1, 1, 1, 1, 1, 1], Read.Numbers(joined.Second!));
        Assert.Equal(ScalarType.Bool, joined.Second!.dtype);
    }

    [Fact]
    public void Concatenate_PadsActionsWithNoAction_AndMapsOnBothSides()
    {
        using DisposeScope scope = NewDisposeScope();
        Pair tall = new(zeros(1, 2, 1, ScalarType.Int64), null);
        Pair wide = new(ones(1, 1, 3, ScalarType.Int64), null);
        Pair joined = new[] { tall, wide }.Concatenate();
        Assert.Equal([0, -1, -1, 0, -1, -1, 1, 1, 1, -1, -1, -1], Read.Actions(joined.First));
        Assert.Null(joined.Second);
    }

    [Fact]
    public void ConcatenateOfOne_IsACopy()
    {
        using DisposeScope scope = NewDisposeScope();
        Pair pair = new(zeros(2, 2), null);
        Pair joined = new[] { pair }.Concatenate();
        joined.First.fill_(Constant.Of(1));
        TensorAssert.Zero(pair.First);
    }

    [Fact]
    public void PaddedSet_IsEncodedTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        using AttentionEncoder encoder = new(4, width: 8, heads: 2);
        Pair small = new(randn(2, 3, 4), ones(2, 3, ScalarType.Bool));
        Pair large = new(randn(2, 7, 4), rand(2, 7).gt(Constant.Of(0.5)));
        Pair joined = new[] { small, large }.Concatenate();
        TensorAssert.Close(
            encoder.forward(small.First, small.Second!, null).Pooled,
            encoder.forward(joined.First, joined.Second!, null).Pooled.narrow(0, 0, 2),
            floor: 2e-6
        );
    }

    [Fact]
    public void DifferentRecords_AreRefused_AndNoTensorIsLeaked()
    {
        using Tensor numbers = zeros(2, 3);
        using Tensor mask = ones(2, 3, ScalarType.Bool);
        using Tensor flat = zeros(6);
        using Tensor rows = tensor(new[] { 0L, 5L });
        using Tensor more = zeros(6, 3);
        Refused.WithoutLeak<ArgumentException>(() => Array.Empty<Pair>().Concatenate());
        Refused.WithoutLeak<ArgumentException>(() => new[] { new Pair(numbers, mask), new Pair(numbers, null) }.Concatenate());
        Refused.WithoutLeak<ArgumentException>(() => new[] { new Pair(numbers, mask), new Pair(numbers, flat) }.Concatenate());
        Assert.Equal("rows", Refused.WithoutLeak<ArgumentOutOfRangeException>(() => new Pair(more, mask).Select(rows)).ParamName);
        Assert.Throws<ArgumentNullException>("records", () => ((IReadOnlyList<Pair>)null!).Concatenate());
    }

    [Fact]
    public void DifferencesBetweenRecords_AreNamed()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor disposed = zeros(2, 3);
        disposed.Dispose();
        Pair pair = new(zeros(2, 3), ones(2, 3, ScalarType.Bool));
        Says(
            "Pair.Second is null in 1 of 2 records. Set it in all of them; an action mask may also be null in all.",
            pair with
            {
                Second = null,
            }
        );
        Says(
            "Pair.First holds vectors of 3 and 5 numbers in different records. Only the number of entities may differ.",
            pair with
            {
                First = zeros(2, 5),
            }
        );
        Says(
            "Pair.First is float32 and float64 in different records. Convert them to one element type and device.",
            pair with
            {
                First = zeros(2, 3, ScalarType.Float64),
            }
        );
        Says(
            "Pair.Second is bool and int64 in different records. Convert them to one element type and device.",
            pair with
            {
                Second = zeros(2, 3, ScalarType.Int64),
            }
        );
        Says("Pair.Second has 2 and 1 axes in different records.", pair with { Second = zeros(2, ScalarType.Bool) });
        Says("Pair.First: expected a tensor, got a disposed tensor. ", pair with { First = disposed });
        Assert.Equal([2, 3, 4], new[] { new Pair(zeros(1, 3, 4), null), new Pair(zeros(1, 2, 4), null) }.Concatenate().First.shape);
        Assert.StartsWith("Pair.First holds vectors of 4 and 6 numbers", Assert.Throws<ArgumentException>(
            () => new[] { new Pair(zeros(1, 3, 4), null), new Pair(zeros(1, 3, 6), null) }.Concatenate()).Message,
                StringComparison.Ordinal);

        void Says(string message, Pair other) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => new[] { pair, other }.Concatenate()).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void InvalidRows_AreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        Pair pair = new(zeros(2, 3), null);
        Tensor narrow = zeros(1, ScalarType.Int32);
        Tensor table = zeros(1, 1, ScalarType.Int64);
        Refused.ByShape("Pair", "rows", "(n) int64", "(1) int32", () => pair.Select(narrow));
        Refused.ByShape("Pair", "rows", "(n) int64", "(1, 1) int64", () => pair.Select(table));
        foreach (long row in new[] { -1, 2, long.MinValue, long.MaxValue })
        {
            ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => pair.Select(tensor(new[] { 0, row })));
            Assert.Equal(("rows", (object)row), (refused.ParamName, refused.ActualValue));
        }
    }

    [Fact]
    public void DisposedTensors_AreNamed_ByEveryMethod()
    {
        Tensor disposed = zeros(2, 3);
        disposed.Dispose();
        using Tensor rows = zeros(1, ScalarType.Int64);
        Pair pair = new(disposed, null);
        foreach (Action call in new Action[] { () => pair.Clone(), () => pair.To(CPU), () => pair.Select(rows), () =>
            new[] { pair, pair }.Concatenate() })
        {
            Refused.ByShape("Pair", "First", "a tensor", "a disposed tensor", call);
        }
    }

    [Fact]
    public void MapsOfDifferentSizes_AreRefused_BecauseCellIndicesWouldChange()
    {
        using Tensor map = zeros(2, 3, 4, 5);
        using Tensor wider = zeros(2, 3, 4, 6);
        Assert.Contains(
            "maps of different sizes",
            Refused.WithoutLeak<ArgumentException>(() => new[] { new Pair(map, null), new Pair(wider, null) }.Concatenate()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Records_LeaveNoTensor_WithoutADisposeScope()
    {
        using Tensor numbers = zeros(2, 3);
        using Tensor larger = zeros(5, 3);
        using Tensor rows = tensor(new[] { 0L, 1L });
        LiveTensors.AreUnchangedBy(() =>
        {
            new Pair(numbers, null).Clone().DisposeTensors();
            new Pair(numbers, null).To(CPU).DisposeTensors();
            new Pair(numbers, null).Select(rows).DisposeTensors();
            new[] { new Pair(numbers, null), new Pair(larger, null) }.Concatenate().DisposeTensors();
        }, calls: 100);
    }

    [Fact]
    public void Records_CanBeMovedOutOfScopes()
    {
        Pair detached;
        Pair moved;
        using DisposeScope outer = NewDisposeScope();
        using (NewDisposeScope())
        {
            detached = new Pair(Constant.Range(3), Constant.Range(2)).DetachFromDisposeScope();
            moved = new Pair(Constant.Range(3), null).MoveToOuterDisposeScope();
        }

        Assert.Equal([0, 1, 2], Read.Actions(detached.First));
        Assert.True(outer.Contains(moved.First));
        Assert.False(outer.Contains(detached.Second!));
        detached.DisposeTensors();
        Assert.True(detached.First.IsInvalid && detached.Second!.IsInvalid);
    }
}
