using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>What the learner accepts from workers.</summary>
public sealed class WorkQueueTests : IDisposable
{
    private static readonly ReadOnlyMemory<byte>[] States = [new byte[] { 1 }, new byte[] { 2 }];

    private readonly CollectingLogger _logger = new();
    private readonly ClusterSettings _settings = new() { MaxMessageBytes = 1000 };
    private readonly WorkQueue _work;
    private readonly WorkerDescription _first;
    private readonly WorkerDescription _second;

    public WorkQueueTests()
    {
        IShardedTraining training = CoinTrainings.Define();
        _work = new WorkQueue(
            [], TrainingDescription.Of(training, _settings), new LearnerOptions { Cluster = _settings, Logger = _logger });
        _first = WorkerDescription.OfThisProcess(_work.Run.Run, training, _settings);
        _second = WorkerDescription.OfThisProcess(_work.Run.Run, training, _settings);
    }

    [Fact]
    public async Task TheFirstAnswerOfAWorkerThatHasTheShard_Counts_AndNoOther()
    {
        Task<ShardAnswer>[] answers = Start();
        ShardCall call = (await _work.Take(_first.Id))!;

        _work.Complete(Answer(_second, call));
        _work.Complete(Answer(_first, call with { Shard = 99 }));
        _work.Complete(Answer(_first, call with { Shard = -1 }));
        _work.Complete(Answer(_first, call with { Shard = 1 - call.Shard }));
        _work.Complete(Answer(_first, call with { Update = call.Update + 1 }));
        _work.Complete(Answer(_first, call with { Run = "another" }));
        _work.Complete(Answer(_first, call) with { Worker = Guid.NewGuid() });
        Assert.All(answers, answer => Assert.False(answer.IsCompleted));

        _work.Complete(Answer(_first, call, environmentTime: 1));
        _work.Complete(Answer(_first, call, environmentTime: 2));

        Assert.Equal(TimeSpan.FromSeconds(1), (await answers[call.Shard]).EnvironmentTime);
        Assert.False(answers[1 - call.Shard].IsCompleted);
    }

    [Fact]
    public void AWorkerOnAnotherProcessor_OrOfAnotherBuild_JoinsWithAWarning()
    {
        Assert.Null(_work.Join(_first));
        int messages = _logger.Messages.Length;

        Assert.Null(_work.Join(_second with { Id = Guid.NewGuid(), Name = "old", Processor = "Arm64, vectors of 128 bits" }));
        Assert.Null(_work.Join(_second with { Id = Guid.NewGuid(), Name = "built", Build = "coins 1" }));

        Assert.Equal(4, _logger.Messages.Length - messages);
        Assert.Contains("Worker old has another processor (Arm64, vectors of 128 bits)", _logger.Messages[^3], StringComparison.Ordinal);
        Assert.Contains("Worker built is another build of the program (coins 1)", _logger.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AShardThatFailed_IsGivenToAnotherWorker_AndFailsTheUpdateAfterThreeFailures()
    {
        Task<ShardAnswer>[] answers = Start();
        ShardCall call = (await _work.Take(_first.Id))!;
        _work.Complete(ShardAnswer.Failed(_first.Id, call, new InvalidOperationException("no memory")));

        ShardCall[] calls = [(await _work.Take(_second.Id))!, (await _work.Take(_second.Id))!];
        Assert.Equal([0, 1], calls.Select(each => each.Shard).Order());
        _work.Complete(ShardAnswer.Failed(_second.Id, call, new InvalidOperationException("no memory")));
        Assert.False(answers[call.Shard].IsCompleted);
        Assert.Equal(call, await _work.Take(_first.Id));
        _work.Complete(ShardAnswer.Failed(_first.Id, call, new InvalidOperationException("no memory")));

        Assert.Equal("no memory", (await answers[call.Shard]).Failure!.Message);
        Assert.Equal(2, _work.Repeated);
    }

    [Fact]
    public async Task TheShardOfALostWorker_IsGivenToAnother_AndTheLostOneCountsAgain_AfterItHasJoined()
    {
        using WorkQueue work = new(
            [], _first.Training, new LearnerOptions { Cluster = _settings, Silence = TimeSpan.FromTicks(1), Logger = _logger });
        WorkerDescription lost = _first with { Run = work.Run.Run };
        WorkerDescription other = _second with { Run = work.Run.Run };
        work.Join(lost);
        Task<ShardAnswer>[] answers = work.Add([0], [States[0]]);
        ShardCall call = (await work.Take(lost.Id))!;

        work.Repeat();

        Assert.Equal((0, 1), (work.Workers, work.Repeated));
        Assert.Contains("is lost: no sign of life for", _logger.Messages[^1], StringComparison.Ordinal);
        work.Join(other);
        Assert.Equal(call, await work.Take(other.Id));
        work.Complete(Answer(lost, call));
        Assert.False(answers[0].IsCompleted);
        work.Join(lost);
        work.Complete(Answer(lost, call));
        Assert.Equal(lost.Id, (await answers[0]).Worker);
    }

    [Fact]
    public async Task AShardThatIsComplete_IsNotGivenAgain_AlsoIfItWaited_OrFailsLater()
    {
        using WorkQueue work = new(
            [], _first.Training, new LearnerOptions { Cluster = _settings, Deadline = TimeSpan.FromTicks(1) });
        WorkerDescription first = _first with { Run = work.Run.Run };
        WorkerDescription second = _second with { Run = work.Run.Run };
        work.Join(first);
        work.Join(second);
        Task<ShardAnswer>[] answers = work.Add([0], [States[0]]);
        ShardCall call = (await work.Take(first.Id))!;
        work.Repeat();
        Assert.Equal(call, await work.Take(second.Id));
        work.Repeat();
        Assert.Equal(2, work.Repeated);

        work.Complete(Answer(first, call));
        work.Complete(ShardAnswer.Failed(second.Id, call, new InvalidOperationException("no memory")));
        work.Repeat();

        Assert.Null((await answers[0]).Failure);
        Assert.Equal(2, work.Repeated);
        await GetsNothingUntilClosed(work, second);
    }

    [Fact]
    public async Task AfterAnUpdate_ItsAnswersDoNotCount_AndItsParametersAreGone()
    {
        Task<ShardAnswer>[] answers = Start();
        ShardCall call = (await _work.Take(_first.Id))!;
        Assert.Equal([0], _work.ParametersOf(call.Run, call.Update));
        Assert.Null(_work.ParametersOf("another", call.Update));
        Assert.Null(_work.ParametersOf(call.Run, call.Update - 1));

        _work.Clear();

        _work.Complete(Answer(_first, call));
        Assert.False(answers[call.Shard].IsCompleted);
        Assert.Null(_work.ParametersOf(call.Run, call.Update));
        await GetsNothingUntilClosed(_work, _second);
    }

    [Fact]
    public async Task AWorkerThatHasNotJoined_GetsNoShard_AndAClosedQueueHasNone()
    {
        Start();
        Task<ShardCall?> stranger = _work.Take(Guid.NewGuid());
        Assert.False(stranger.IsCompleted);
        Assert.Equal(
            $"expected a worker of the run {_work.Run.Run}, got one of another.", _work.Join(_first with { Run = "another" }));

        _work.Close();

        Assert.Null(await stranger);
        Task<ShardCall?> taken = _work.Take(_first.Id);
        Assert.True(taken.IsCompleted);
        Assert.Null(await taken);
    }

    /// <summary>The second worker hangs in its shard, so it never takes the one that failed at the first.</summary>
    [Fact]
    public async Task AShardThatFailed_IsGivenToTheSameWorkerAfterTheDeadline_IfAnotherOneHangs()
    {
        using WorkQueue work = new(
            [], _first.Training, new LearnerOptions { Cluster = _settings, Deadline = TimeSpan.FromTicks(1) });
        WorkerDescription working = _first with { Run = work.Run.Run };
        WorkerDescription hanging = _second with { Run = work.Run.Run };
        Assert.Null(work.Join(working));
        Assert.Null(work.Join(hanging));
        work.Add([0], States);
        ShardCall call = (await work.Take(working.Id))!;
        Assert.NotNull(await work.Take(hanging.Id));

        work.Complete(ShardAnswer.Failed(working.Id, call, new InvalidOperationException("no memory")));

        Assert.Equal(call, await work.Take(working.Id));
    }

    [Fact]
    public void ParametersOrAStateAboveTheLimit_EndTheTraining()
    {
        InvalidOperationException parameters = Assert.Throws<InvalidOperationException>(() => _work.Add(new byte[1001], States));
        InvalidOperationException state = Assert.Throws<InvalidOperationException>(() =>
            _work.Add(new byte[1000], [new byte[1000], new byte[1001]]));

        Assert.Equal(
            "The message with the parameters of the policy has 1,001 bytes, the limit is 1,000: raise MaxMessageBytes of learner and "
                + "workers.",
            parameters.Message);
        Assert.Equal(
            "The state of shard 1 has 1,001 bytes, the limit is 1,000: use more shards, or raise MaxMessageBytes of learner and workers.",
            state.Message);
    }

    [Fact]
    public async Task ARolloutAboveTheLimit_EndsTheTraining()
    {
        IShardedTraining training = CoinTrainings.Define();
        using WorkQueue work = new([], TrainingDescription.Of(training, new ClusterSettings()), new LearnerOptions());
        WorkerDescription worker = WorkerDescription.OfThisProcess(work.Run.Run, training, new ClusterSettings());
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        WorkerSession session = new(new LearnerGrain(work), work.Run, worker, training, new ClusterSettings { MaxMessageBytes = 100 });
        Task working = session.RunAsync(slots: 1, () => { }, stop.Token);
        using var trainer = CoinTrainings.Define().CreateTrainer(threads: 1, new OrleansShardRunner(work));

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Task.Run(() => trainer.Update(TestContext.Current.CancellationToken)));

        Assert.Matches(
            @"^Shard (\d) failed 3 times, on workers: The rollout of shard \1 with its state has [\d,]+ bytes, the limit is 100: use more "
                + @"shards or fewer steps, or raise MaxMessageBytes of learner and workers\.$",
            exception.Message);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }

    [Fact]
    public void ALongMessageOfAnException_IsShortened()
    {
        ShardCall call = new(_work.Run.Run, Update: 1, Shard: 0, State: []);

        ShardAnswer answer = ShardAnswer.Failed(_first.Id, call, new InvalidOperationException(new string('x', 1 << 21)));

        Assert.Equal((20_001, 20_001), (answer.Failure!.Message.Length, answer.Failure.Details!.Length));
    }

    [Fact]
    public void AWorkerOfAnotherVersion_OrWithAnotherLimit_IsRefused()
    {
        WorkerDescription old = _first with
        {
            Training = _first.Training with { Settings = [.. _first.Training.Settings.Select(Older)] },
        };
        WorkerDescription limited = WorkerDescription.OfThisProcess(
            _work.Run.Run, CoinTrainings.Define(), _settings with { MaxMessageBytes = 2000 });

        Assert.Matches(@"^expected a worker of the same training, with version=\S+, got version=0\.0\.1\.$", _work.Join(old));
        Assert.Equal(
            "expected a worker of the same training, with MaxMessageBytes=1000, got MaxMessageBytes=2000.", _work.Join(limited));
        Assert.Equal(0, _work.Workers);

        static string Older(string setting) => setting.StartsWith("version=", StringComparison.Ordinal) ? "version=0.0.1" : setting;
    }

    public void Dispose() => _work.Dispose();

    private static ShardAnswer Answer(WorkerDescription worker, ShardCall call, int environmentTime = 0) =>
        new(worker.Id, call with { State = [] }, [1], [2], TimeSpan.FromSeconds(environmentTime), Failure: null);

    private Task<ShardAnswer>[] Start()
    {
        Assert.Null(_work.Join(_first));
        Assert.Null(_work.Join(_second));
        return _work.Add([0], States);
    }

    /// <summary>Requires that the queue gives a worker nothing, and that closing it ends the wait. Closes the queue.</summary>
    private static async Task GetsNothingUntilClosed(WorkQueue work, WorkerDescription worker)
    {
        Task<ShardCall?> taken = work.Take(worker.Id);
        Assert.False(taken.IsCompleted);
        work.Close();
        Assert.Null(await taken);
    }
}
