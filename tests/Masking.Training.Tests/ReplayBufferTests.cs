using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training.Tests;

public sealed class ReplayBufferTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void ATransition_KeepsItsPartsTogether()
    {
        using ReplayBuffer<CorridorValues.Observation, CorridorValues.Actions> replay = new(capacity: 6, environments: 2, At(0), Actions());
        Fill(replay, from: 0, to: 3);

        var transitions = replay.Sample(200, new RandomStream(1));

        long[] places = transitions.Observation.Place.argmax(1).data<long>().ToArray();
        Assert.Equal([0L, 1, 2], places.Distinct().Order());
        Assert.Equal(places.Select(place => place + 1), transitions.NextObservation.Place.argmax(1).data<long>().ToArray());
        Assert.Equal(
            places.Select(place => 10f * place),
            transitions.Rewards.data<float>().ToArray().Select(reward => reward - (reward % 10))
        );
        Assert.Equal(
            transitions.Rewards.data<float>().ToArray().Select(reward => (long)(reward % 10)),
            transitions.Actions.Q.data<long>().ToArray()
        );
        Assert.Equal(places.Select(place => place == 1 ? 0f : 1), transitions.NonTerminal.data<float>().ToArray());
    }

    [Fact]
    public void AFullMemory_ForgetsTheOldest()
    {
        using ReplayBuffer<CorridorValues.Observation, CorridorValues.Actions> replay = new(capacity: 5, environments: 2, At(0), Actions());
        Fill(replay, from: 0, to: 4);

        Assert.Equal(6, replay.Count);
        Assert.Equal(
            [1L, 2, 3],
            replay.Sample(200, new RandomStream(1)).Observation.Place.argmax(1).data<long>().ToArray().Distinct().Order()
        );
    }

    [Fact]
    public void SavedAndLoaded_ItHoldsTheSame()
    {
        using ReplayBuffer<CorridorValues.Observation, CorridorValues.Actions> replay =
            new(capacity: 20, environments: 2, At(0), Actions());
        Fill(replay, from: 0, to: 2);
        using MemoryStream saved = new();
        replay.Save(new BinaryWriter(saved));
        saved.Position = 0;
        using ReplayBuffer<CorridorValues.Observation, CorridorValues.Actions> loaded =
            new(capacity: 20, environments: 2, At(0), Actions());
        loaded.Load(new BinaryReader(saved));
        Assert.Equal(saved.Length, saved.Position);
        Fill(replay, from: 2, to: 4);
        Fill(loaded, from: 2, to: 4);

        var (first, second) = (replay.Sample(50, new RandomStream(1)), loaded.Sample(50, new RandomStream(1)));

        Assert.Equal(first.Observation.Place.data<float>().ToArray(), second.Observation.Place.data<float>().ToArray());
        Assert.Equal(first.NextObservation.Place.data<float>().ToArray(), second.NextObservation.Place.data<float>().ToArray());
        Assert.Equal(first.Actions.Q.data<long>().ToArray(), second.Actions.Q.data<long>().ToArray());
        Assert.Equal(first.Rewards.data<float>().ToArray(), second.Rewards.data<float>().ToArray());
        Assert.Null(second.Observation.QMask);
    }

    [Fact]
    public void AMaskThatIsGivenOnlySometimes_IsRefused()
    {
        using ReplayBuffer<CorridorValues.Observation, CorridorValues.Actions> replay = new(capacity: 5, environments: 2, At(0), Actions());
        Fill(replay, from: 0, to: 1);

        Assert.Throws<ArgumentException>(() => replay.Add(At(0) with { QMask = ones(2, 2, ScalarType.Bool) }, Actions()));
    }

    /// <summary>
    /// Fills the buffer: at each place, one row goes left and one goes right. The reward is ten times the place, plus 1 for right. At place
    /// 1 the episode terminates.
    /// </summary>
    private static void Fill(ReplayBuffer<CorridorValues.Observation, CorridorValues.Actions> replay, int from, int to)
    {
        for (int place = from; place < to; place++)
        {
            replay.Add(At(place), Actions());
            replay.AddOutcome([10f * place, (10f * place) + 1], [place != 1, place != 1], At(place + 1));
        }
    }

    private static CorridorValues.Observation At(int place) =>
        new() { Place = eye(CorridorWorld.Places).index_select(0, tensor(new long[] { place, place })), QMask = null };

    private static CorridorValues.Actions Actions() => new() { Q = tensor(new long[] { 0, 1 }) };
}
