using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Rollouts;

/// <summary>Which members of a rollout can be used in which state.</summary>
public sealed class RolloutStateTests
{
    [Fact]
    public void CallsOutOfOrder_AreRefused_AndTheMessageNamesTheRequiredCall()
    {
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        var rollout = scouting.Rollout;

        Says("Call Add before", () => rollout.AddOutcome(new float[3], new bool[3]));
        Says("0 of 2 steps", () => rollout.ComputeAdvantages(1, 1, new float[3]));
        scouting.Add();
        Says("Call AddOutcome after", scouting.Add);
        rollout.AddOutcome(new float[3], new bool[3]);
        Says("Call Add before", () => rollout.AddOutcome(new float[3], new bool[3]));
        Says("1 of 2 steps", () => rollout.ComputeAdvantages(1, 1, new float[3]));
        Says("Call ComputeAdvantages", () => rollout.All());
        scouting.Fill();
        Says("Call Clear", scouting.Add);
        Says("Call ComputeAdvantages", () => rollout.Minibatches(1, new RandomStream(1)));
        Says("Call ComputeAdvantages", () => rollout.Sequences(1, new RandomStream(1)));
        rollout.ComputeAdvantages(1, 1, new float[3]);
        rollout.Clear();
        Says("Call ComputeAdvantages", () => rollout.All());
    }

    [Fact]
    public void ARefusedCall_TakesNoRandomNumbers()
    {
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        RandomStream stream = new(1);

        Assert.Throws<InvalidOperationException>(() => scouting.Rollout.Minibatches(2, stream));
        scouting.Complete();
        Assert.Throws<ArgumentOutOfRangeException>(() => scouting.Rollout.Minibatches(0, stream));
        Assert.Throws<ArgumentOutOfRangeException>(() => scouting.Rollout.Minibatches(7, stream));
        Assert.Throws<ArgumentOutOfRangeException>(() => scouting.Rollout.Sequences(4, stream));
        Assert.Throws<ArgumentNullException>(() => scouting.Rollout.Minibatches(2, null!));

        Assert.Equal(0, stream.Step);
    }

    [Fact]
    public void WithoutLastValues_AdvantagesEqualThoseOfZeros_IfEveryEpisodeEnded()
    {
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        using DisposeScope scope = NewDisposeScope();
        scouting.Fill(doneAt: [3, 4, 5]);
        scouting.Rollout.ComputeAdvantages(0.9, 0.8, new float[3]);
        double[] expected = Read.Numbers(scouting.Rollout.All().Advantage);

        scouting.Rollout.ComputeAdvantages(0.9, 0.8);

        Assert.Equal(expected, Read.Numbers(scouting.Rollout.All().Advantage));
    }

    [Fact]
    public void WithoutLastValues_UnfinishedEpisodesAreNamed()
    {
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        scouting.Fill(doneAt: [0, 1, 2, 4]);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => scouting.Rollout.ComputeAdvantages(0.9, 0.8));

        Assert.Equal("lastValues", refused.ParamName);
        Assert.StartsWith("ScoutPolicy.Rollout: expected 3 lastValues, because the last step ended no episode in 2 of 3 environments (0, "
            + "2), got none. "
            + "Pass the policy's values of the states after the last step.", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => scouting.Rollout.All());
    }

    [Fact]
    public void MinibatchesOfAClearedRollout_CannotBeEnumerated()
    {
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        scouting.Complete();
        using var minibatches = scouting.Rollout.Minibatches(2, new RandomStream(1)).GetEnumerator();
        Assert.True(minibatches.MoveNext());

        scouting.Rollout.Clear();
        scouting.Complete();

        Assert.Contains(
            "cleared",
            Assert.Throws<InvalidOperationException>(() => minibatches.MoveNext()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Clear_RemovesAStepWithoutOutcome_AndTheMemoryIsReused()
    {
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        scouting.Complete();
        scouting.Rollout.Clear();
        Assert.Equal(0, scouting.Rollout.Count);
        scouting.Add();
        scouting.Rollout.Clear();
        Assert.Equal(0, scouting.Rollout.Count);

        scouting.Complete();

        using DisposeScope scope = NewDisposeScope();
        Assert.Equal([0, 0, 0, 1, 1, 1], Read.Numbers(scouting.Rollout.All().Observation.First.select(1, 0)));
    }

    [Fact]
    public void Starts_AreTrueAtTheFirstStepOfEpisodes_AlsoInTheNextRollout()
    {
        using ScoutRollout scouting = new(steps: 3, environments: 2);
        using DisposeScope scope = NewDisposeScope();

        scouting.Complete(doneAt: [2, 5]);
        Assert.Equal([1, 1, 0, 0, 1, 0], Read.Numbers(scouting.Rollout.All().Starts));
        scouting.Rollout.Clear();
        scouting.Complete();
        Assert.Equal([0, 1, 0, 0, 0, 0], Read.Numbers(scouting.Rollout.All().Starts));
        scouting.Rollout.Clear(isNewEpisode: true);
        scouting.Complete();
        Assert.Equal([1, 1, 0, 0, 0, 0], Read.Numbers(scouting.Rollout.All().Starts));
    }

    [Fact]
    public void Cleared_WithStarts_TheNextRolloutStartsEpisodesThere()
    {
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        using DisposeScope scope = NewDisposeScope();
        scouting.Complete(doneAt: [3, 4, 5]);

        scouting.Rollout.Clear([false, true, false]);

        Assert.Equal(0, scouting.Rollout.Count);
        scouting.Complete(doneAt: [0]);
        Assert.Equal([0, 1, 0, 1, 0, 0], Read.Numbers(scouting.Rollout.All().Starts));

        // Also in the middle of a rollout, without the steps that were added.
        scouting.Rollout.Clear();
        scouting.Add();
        scouting.Rollout.Clear([true, false, false]);
        scouting.Complete();
        Assert.Equal([1, 0, 0, 0, 0, 0], Read.Numbers(scouting.Rollout.All().Starts));
    }

    [Fact]
    public void StartsOfOtherEnvironments_AreRefused_AndNothingIsCleared()
    {
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        using DisposeScope scope = NewDisposeScope();
        scouting.Complete();

        ArgumentException refused = Assert.Throws<ArgumentException>(() => scouting.Rollout.Clear([true, false]));

        Assert.Equal(
            "ScoutPolicy.Rollout: expected 3 starts, one for each environment, got 2. (Parameter 'starts')", refused.Message);
        Assert.Equal([1, 1, 1, 0, 0, 0], Read.Numbers(scouting.Rollout.All().Starts));
    }

    [Fact]
    public void AllSequences_AreAllRowsInTheOrderOfSteps()
    {
        using ScoutRollout scouting = new(steps: 3, environments: 2);
        using DisposeScope scope = NewDisposeScope();
        Assert.Throws<InvalidOperationException>(() => scouting.Rollout.AllSequences());
        scouting.Complete(doneAt: [2]);

        var all = scouting.Rollout.All();
        var sequences = scouting.Rollout.AllSequences();

        Assert.False(all.IsSequence);
        Assert.True(sequences.IsSequence);
        Assert.Equal([3L, 2, 5], sequences.Observation.First.shape);
        Assert.Equal([3L, 2], sequences.Rows.shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], Read.Numbers(sequences.Rows));
        Assert.Equal(Read.Numbers(all.Observation.First), Read.Numbers(sequences.Observation.First));
        foreach ((Tensor row, Tensor sequence) in new[]
        {
            (all.Starts, sequences.Starts), (all.Return, sequences.Return), (all.Advantage, sequences.Advantage),
            (all.Value, sequences.Value), (all.LogProb, sequences.LogProb), (all.Actions.Command, sequences.Actions.Command),
        })
        {
            Assert.Equal([3L, 2], sequence.shape);
            Assert.Equal(Read.Numbers(row), Read.Numbers(sequence));
        }
    }

    [Fact]
    public void ASlice_HasConsecutiveRows_OrEnvironments()
    {
        using ScoutRollout scouting = new(steps: 3, environments: 2);
        using DisposeScope scope = NewDisposeScope();
        scouting.Complete();
        var all = scouting.Rollout.All();
        var sequences = scouting.Rollout.AllSequences();

        var rows = all.Slice(start: 1, count: 3);
        var environment = sequences.Slice(start: 1, count: 1);

        Assert.Equal([1, 2, 3], Read.Numbers(rows.Rows));
        Assert.Equal(Read.Numbers(all.Return)[1..4], Read.Numbers(rows.Return));
        Assert.Equal([0, 1, 1], Read.Numbers(rows.Observation.First.select(1, 0)));
        Assert.Null(rows.Observation.Second);
        Assert.Equal([3L, 1], environment.Rows.shape);
        Assert.Equal([1, 3, 5], Read.Numbers(environment.Rows));
        Assert.Equal([0, 1, 2], Read.Numbers(environment.Observation.First.select(2, 0)));
        Assert.Equal([1, 3], Read.Numbers(all.Slice(1, 3).Slice(0, 3).Rows.index_select(0, tensor(new[] { 0L, 2 }))));
    }

    [Fact]
    public void ASliceBeyondTheMinibatch_IsRefused()
    {
        using ScoutRollout scouting = new(steps: 3, environments: 2);
        using DisposeScope scope = NewDisposeScope();
        scouting.Complete();
        var all = scouting.Rollout.All();
        var sequences = scouting.Rollout.AllSequences();

        Assert.Equal("start", Refused(() => all.Slice(-1, 2)));
        Assert.Equal("count", Refused(() => all.Slice(0, 0)));
        Assert.Equal("count", Refused(() => all.Slice(5, 2)));
        Assert.Equal("count", Refused(() => all.Slice(1, int.MaxValue)));
        Assert.Equal("count", Refused(() => sequences.Slice(0, 3)));
        all.Slice(5, 1);
        sequences.Slice(0, 2);
        all.Dispose();
        Assert.Throws<ObjectDisposedException>(() => all.Slice(0, 1));

        static string? Refused(Action slice) => Assert.Throws<ArgumentOutOfRangeException>(slice).ParamName;
    }

    [Fact]
    public void DisposingASlice_KeepsTheMinibatch()
    {
        using ScoutRollout scouting = new(steps: 3, environments: 2);
        scouting.Complete();
        using var all = scouting.Rollout.All();

        LiveTensors.AreUnchangedBy(() => all.Slice(1, 2).Dispose(), calls: 10);

        Assert.Equal([0, 1, 2, 3, 4, 5], Read.Numbers(all.Rows));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HasValues_IsWhetherThePolicyDeclaresAValue(bool hasValue)
    {
        using ScoutRollout scouting = new(steps: 1, environments: 1, hasValue);

        Assert.Equal(hasValue, scouting.Rollout.HasValues);
    }

    [Fact]
    public void Rows_AreIndicesInAll()
    {
        using ScoutRollout scouting = new(steps: 3, environments: 2);
        using DisposeScope scope = NewDisposeScope();
        scouting.Complete();

        var all = scouting.Rollout.All();
        Assert.Equal([0, 1, 2, 3, 4, 5], Read.Numbers(all.Rows));
        List<double> rows = [];
        foreach (var minibatch in scouting.Rollout.Minibatches(2, new RandomStream(1)))
        {
            rows.AddRange(Read.Numbers(minibatch.Rows));
            Assert.Equal(Read.Numbers(minibatch.Return), Read.Numbers(all.Return.index_select(0, minibatch.Rows)));
        }

        Assert.NotEqual(rows.Order(), rows);
        Assert.Equal([0.0, 1, 2, 3, 4, 5], rows.Order());
        foreach (var sequence in scouting.Rollout.Sequences(1, new RandomStream(1)))
        {
            Assert.Equal([3L, 2], sequence.Rows.shape);
            Assert.Equal(Read.Numbers(sequence.Return), Read.Numbers(all.Return.index_select(0, sequence.Rows.flatten())));
        }
    }

    [Fact]
    public void LegalFraction_IsTheFractionOfTrueFlags()
    {
        using ScoutRollout scouting = new(steps: 3, environments: 2);
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(1, scouting.Rollout.LegalFraction);

        var masked = ScoutRollout.Observation(0, 2) with
        {
            Second = tensor(new[] { true, false, false, false, true, false, true, false }).reshape(2, 4),
        };
        scouting.Rollout.Add(masked, scouting.Act(masked));
        scouting.Rollout.AddOutcome([0, 0], [false, false]);
        Assert.Equal(3.0 / 8, scouting.Rollout.LegalFraction);

        // A null mask allows all eight choices.
        scouting.Add();
        scouting.Rollout.AddOutcome([0, 0], [false, false]);
        Assert.Equal(11.0 / 16, scouting.Rollout.LegalFraction);
        Assert.Equal([11.0 / 16], scouting.Rollout.LegalFractions);
        scouting.Rollout.Clear();
        Assert.Equal(1, scouting.Rollout.LegalFraction);
    }

    [Fact]
    public void AFullRollout_ComputesAdvantagesAndReturns()
    {
        using ScoutRollout scouting = new(steps: 2, environments: 2);
        using DisposeScope scope = NewDisposeScope();
        scouting.Fill(doneAt: 3);

        // Environment 0 has rewards 0 and 2, and the last value 7. Environment 1 has rewards 1 and 3, and its episode ends.
        using Tensor last = tensor(new[] { 7f, 8 });
        scouting.Rollout.ComputeAdvantages(1, 1, last);

        var all = scouting.Rollout.All();
        TensorAssert.Close([9, 4, 9, 3], all.Return);
        TensorAssert.Close(all.Return.sub(all.Value), all.Advantage);
    }

    [Fact]
    public void WithoutAValue_ValuesAreZero()
    {
        using ScoutRollout scouting = new(steps: 2, environments: 2, hasValue: false);
        using DisposeScope scope = NewDisposeScope();
        scouting.Fill();

        scouting.Rollout.ComputeAdvantages(0.5, 1);

        var all = scouting.Rollout.All();
        Assert.Equal([1, 2.5, 2, 3], Read.Numbers(all.Advantage));
        Assert.Equal(Read.Numbers(all.Advantage), Read.Numbers(all.Return));
        Assert.Throws<InvalidOperationException>(() => all.Value);
    }

    private static void Says(string what, Action call)
    {
        string message = Refused.WithoutLeak<InvalidOperationException>(call).Message;
        Assert.StartsWith("ScoutPolicy.Rollout: ", message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
    }
}
