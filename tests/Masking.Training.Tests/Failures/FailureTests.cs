using static TorchSharp.torch;
using CaravanRow = Masking.Training.Tests.Tampered<
    Masking.Training.Tests.CaravanPolicy.Batch,
    Masking.Training.Tests.CaravanPolicy.Actions
>;
using CorridorRow = Masking.Training.Tests.Tampered<
    Masking.Training.Tests.CorridorValues.Batch,
    Masking.Training.Tests.CorridorValues.Actions
>;
using PairRow = Masking.Training.Tests.Tampered<Masking.Training.Tests.PairPolicy.Batch, Masking.Training.Tests.PairPolicy.Actions>;
using Row = Masking.Training.Tests.Tampered<Masking.Training.Tests.TMazePolicy.Batch, Masking.Training.Tests.TMazePolicy.Actions>;

namespace Masking.Training.Tests;

/// <summary>Environments that fail, or return numbers that are not finite.</summary>
public sealed class FailureTests : IDisposable
{
    private const int Environments = 4;
    private const int FailingRow = 2;
    private const int StepsPerUpdate = 8;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("failure-");

    public FailureTests() => set_num_threads(1);

    public static TheoryData<string, string> Failures { get; } = new()
    {
        { "Reset", "threw an exception in Reset at step 20: FormatException: no such level" },
        { "Step", "threw an exception in Step at step 20: FormatException: no such level" },
        { "WriteObservation", "threw an exception in WriteObservation at step 20: FormatException: no such level" },
        { "reward NaN", "returned the reward NaN at step 20" },
        { "reward ∞", "returned the reward Infinity at step 20" },
        { "reward -∞", "returned the reward -Infinity at step 20" },
        { "penalty NaN", "returned the reward NaN at step 20" },
        { "observation", "wrote NaN to Sight, at index 3 of its numbers, at step 20" },
        {
            "mask",
            "allows no choice of Lane at step 20: NoLegalActionException: "
            + $"TMazePolicy.Lane: no legal choice in row {FailingRow} of the batch. "
            + "Allow at least one choice in every row of its mask, or declare [ActionMask(AllowEmpty = true)] where having none means "
            + "\"no action\""
        },
    };

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Failures))]
    public void AFailure_NamesRowAndStep_AndNothingIsLearnedFromIt(string failure, string message)
    {
        byte[] undisturbed = Run("undisturbed", Rows(), updates: 5);
        (byte[] _, float[] learned) = RunWithParameters("two updates", Rows(), updates: 2);
        Row[] rows = Rows();
        Tamper(rows[FailingRow], failure, atStep: 19);
        using PpoTrainer<TMazePolicy.Observation, TMazePolicy.Actions, TMazePolicy.Distribution> trainer = Trainer(rows);
        EnvironmentException exception = Assert.Throws<EnvironmentException>(() => Train("run", trainer, updates: 5));

        Assert.Equal($"The environment in row {FailingRow} {message}.", exception.Message);
        Assert.Equal((FailingRow, 20), (exception.Row, exception.Step));
        Assert.Equal(Member(failure), exception.Member);
        Assert.Equal(failure is "Reset" or "Step" or "WriteObservation", exception.InnerException is FormatException);
        Assert.Equal(2, trainer.Progress.Updates);
        Assert.Equal(learned, trainer.Policy.Numbers());

        // Resumed with environments that work, it ends like an undisturbed training.
        Assert.Equal(undisturbed, Run("run", Rows(), updates: 5));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_root.FullName, "undisturbed", "metrics.csv")),
            File.ReadAllBytes(Path.Combine(_root.FullName, "run", "metrics.csv")));
    }

    [Theory]
    [InlineData(0, "First")]
    [InlineData(1, "Second")]
    public void AnObservationThatIsNotFinite_NamesTheMember(int member, string name)
    {
        PairRow[] rows = [.. Enumerable.Range(0, Environments).Select(_ => new PairRow(new PairWorld()))];
        using var ppo = PpoTrainer.Of(new PairPolicy(), Environments, StepsPerUpdate, row => rows[row]);
        Assert.True(ppo.Update(TestContext.Current.CancellationToken));
        rows[3].OnWrite = (batch, row) => (member == 0 ? batch.First(row) : batch.Second(row))[1] = float.NegativeInfinity;

        EnvironmentException exception = Assert.Throws<EnvironmentException>(() => ppo.Update(TestContext.Current.CancellationToken));

        Assert.Equal(
            $"The environment in row 3 wrote -Infinity to {name}, at index 1 of its numbers, at step {StepsPerUpdate + 1}.",
            exception.Message);
        Assert.Equal(name, exception.Member);
    }

    [Fact]
    public void AbsentEntities_MayContainNaN_AndPresentOnesMayNot()
    {
        float[] expected = Learned(_ => { });
        float[] actual = Learned(world => world.OnWrite = (batch, row) => WriteNaN(batch, row, toPresent: false));
        Assert.Equal(expected, actual);

        EnvironmentException exception = Assert.Throws<EnvironmentException>(() =>
            Learned(world => world.OnWrite = (batch, row) => WriteNaN(batch, row, toPresent: true)));
        Assert.Equal("Wagons", exception.Member);

        static float[] Learned(Action<CaravanRow> tamper)
        {
            CaravanRow[] rows = [.. Enumerable.Range(0, Environments).Select(_ => new CaravanRow(new CaravanWorld()))];
            Array.ForEach(rows, tamper);
            manual_seed(1);
            using var ppo = PpoTrainer.Of(
                new CaravanPolicy(), new CaravanPolicy.Batch(Environments, CaravanWorld.MaxWagons), StepsPerUpdate, row => rows[row]);
            Assert.True(ppo.Update(TestContext.Current.CancellationToken));
            return ppo.Policy.Numbers();
        }

        static void WriteNaN(CaravanPolicy.Batch batch, int row, bool toPresent)
        {
            for (int wagon = 0; wagon < CaravanWorld.MaxWagons; wagon++)
            {
                if (batch.WagonsMask(row)[wagon] == toPresent)
                {
                    batch.Wagons(row, wagon).Fill(float.NaN);
                }
            }
        }
    }

    [Fact]
    public void RewardsWhoseSumOverflows_ChangeNothing_AndTheLastCheckpointIsKept()
    {
        Row[] rows = Rows();
        rows[1].OnStep = result => result with { Reward = float.MaxValue };
        using var trainer = Trainer(rows);
        float[] before = trainer.Policy.Numbers();

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Train("run", trainer, updates: 1));

        Assert.StartsWith(
            "Adam: expected a finite gradient, got NaN or infinity for parameter 0. No parameter was changed.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Equal(before, trainer.Policy.Numbers());
        Assert.Equal(Run("undisturbed", Rows(), updates: 2), Run("run", Rows(), updates: 2));
    }

    [Fact]
    public void TheFirstObservation_IsChecked()
    {
        Row[] rows = Rows();
        using TMazePolicy.Batch batch = new(Environments);
        using var trainer = Trainer(rows, batch);
        batch.Sight(1)[2] = float.NaN;

        EnvironmentException exception = Assert.Throws<EnvironmentException>(() => trainer.Update(TestContext.Current.CancellationToken));

        Assert.Equal("The environment in row 1 wrote NaN to Sight, at index 2 of its numbers, at step 0.", exception.Message);
    }

    [Fact]
    public void TheFinalObservationOfATruncatedEpisode_IsChecked()
    {
        // The first observation of an episode is finite, the second is its final one.
        Row[] rows = Rows(limit: 1);
        int writes = 0;
        rows[1].OnWrite = (batch, row) => batch.Sight(row)[0] = ++writes == 2 ? float.NaN : 0;
        using var trainer = Trainer(rows);

        EnvironmentException exception = Assert.Throws<EnvironmentException>(() => trainer.Update(TestContext.Current.CancellationToken));

        Assert.Equal((1, 1), (exception.Row, exception.Step));
    }

    [Fact]
    public void AFailureInTheFirstEpisode_IsThrownWhenTheTrainerIsCreated()
    {
        Row[] rows = Rows();
        rows[1].OnReset = Throw;

        EnvironmentException exception = Assert.Throws<EnvironmentException>(() => Trainer(rows));

        Assert.Equal("The environment in row 1 threw an exception in Reset: FormatException: no such level.", exception.Message);
        Assert.Null(exception.Step);
    }

    [Fact]
    public void WhereEnvironmentsStepOnSeveralThreads_TheExceptionIsTheSame()
    {
        Row[] rows = Rows();
        foreach (Row row in rows)
        {
            row.OnStep = result =>
            {
                // Long enough to step on several threads.
                Thread.Sleep(1);
                return result;
            };
        }

        Tamper(rows[FailingRow], "Step", atStep: 19);
        using var trainer = Trainer(rows, threads: 4);

        EnvironmentException exception = Assert.Throws<EnvironmentException>(
            () => trainer.Run(1000, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(
            $"The environment in row {FailingRow} threw an exception in Step at step 20: FormatException: no such level.",
            exception.Message);
    }

    [Theory]
    [InlineData("Step")]
    [InlineData("Render")]
    [InlineData("observation")]
    public void AFailureWhileAnEpisodeIsRendered_NamesRowAndStep(string failure)
    {
        Row[] rows = Rows();
        using var trainer = Trainer(rows);
        Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        Tamper(rows[0], failure, atStep: 0);

        EnvironmentException exception = Assert.Throws<EnvironmentException>(() => trainer.RenderEpisode().ToArray());

        Assert.Equal((0, (long)StepsPerUpdate, Member(failure)), (exception.Row, exception.Step, exception.Member));
    }

    [Fact]
    public void AFailureToRenderTheEndOfAnEpisode_NamesRowAndStep_AlsoInAnUpdate()
    {
        Row[] rows = Rows();
        using var trainer = Trainer(rows);
        Assert.NotEmpty(trainer.RenderEpisode().ToArray());
        rows[0].OnRender = Throw;

        EnvironmentException exception = Assert.Throws<EnvironmentException>(() => trainer.Update(TestContext.Current.CancellationToken));

        Assert.Equal((0, "Render"), (exception.Row, exception.Member));
        Assert.InRange(exception.Step!.Value, 1, 5);
    }

    [Fact]
    public void InDqn_AFailureIsTheSame_AndIsNotStored()
    {
        CorridorRow[] rows = [.. Enumerable.Range(0, Environments).Select(_ => new CorridorRow(new CorridorWorld()))];
        using var trainer = DqnTrainer.Of(
            new CorridorValues(), new CorridorValues(), Environments, row => rows[row], Corridor.Options with { LearningStarts = 400 });
        Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        int remembered = (int)trainer.Progress.Metrics[^1];
        rows[1].OnStep = _ => new StepResult(float.NaN);

        EnvironmentException exception = Assert.Throws<EnvironmentException>(() => trainer.Update(TestContext.Current.CancellationToken));

        Assert.Equal("The environment in row 1 returned the reward NaN at step 17.", exception.Message);
        rows[1].OnStep = result => result;
        Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        Assert.Equal(remembered + (Environments * Corridor.Options.StepsPerUpdate), trainer.Progress.Metrics[^1]);
        rows[1].OnWrite = (batch, row) => batch.Place(row)[4] = float.NaN;
        exception = Assert.Throws<EnvironmentException>(() => trainer.Update(TestContext.Current.CancellationToken));
        Assert.Equal("The environment in row 1 wrote NaN to Place, at index 4 of its numbers, at step 34.", exception.Message);
    }

    [Fact]
    public void InDqn_TheFirstObservationIsChecked()
    {
        CorridorRow world = new(new CorridorWorld())
        {
            OnWrite = (batch, row) => batch.Place(row)[0] = float.NaN,
        };
        using CorridorValues online = new();
        using CorridorValues target = new();

        EnvironmentException exception = Assert.Throws<EnvironmentException>(
            () => DqnTrainer.Of(online, target, environments: 1, _ => world));

        Assert.Equal("The environment in row 0 wrote NaN to Place, at index 0 of its numbers, at step 0.", exception.Message);
    }

    [Fact]
    public void AnEnvironmentThatFailsToBeginAnEpisode_IsNoDamageOfTheCheckpoint()
    {
        using (ITrainer trainer = PairTrainer(new PairRow(new PairWorld())))
        {
            Train("run", trainer, updates: 1);
        }

        PairRow failing = new(new PairWorld());
        using ITrainer resumed = PairTrainer(failing);
        failing.OnReset = Throw;
        EnvironmentException exception = Assert.Throws<EnvironmentException>(() => Train("run", resumed, updates: 2));

        Assert.Equal("The environment in row 0 threw an exception in Reset: FormatException: no such level.", exception.Message);

        static ITrainer PairTrainer(PairRow world) => PpoTrainer.Of(
            new PairPolicy(), environments: 1, StepsPerUpdate, _ => new Unsaved<PairPolicy.Batch, PairPolicy.Actions>(world),
            new PpoOptions { Minibatches = 1 });
    }

    private static Row[] Rows(int limit = int.MaxValue) =>
        [.. Enumerable.Range(0, Environments).Select(_ => new Row(TMazePolicy.World(new TMaze(length: 5, entrances: 3, limit))))];

    private static PpoTrainer<TMazePolicy.Observation, TMazePolicy.Actions, TMazePolicy.Distribution> Trainer(
        Row[] rows, TMazePolicy.Batch? batch = null, int threads = 1)
    {
        manual_seed(1);
        batch ??= new TMazePolicy.Batch(Environments);
        return PpoTrainer.Of(new TMazePolicy(), batch, StepsPerUpdate, row => rows[row], SmallTraining.Options, threads);
    }

    /// <summary>Makes an environment fail at the first opportunity after a number of steps.</summary>
    private static void Tamper(Row row, string failure, int atStep)
    {
        int steps = 0;
        Func<StepResult, StepResult> before = row.OnStep;
        row.OnStep = result =>
        {
            result = before(result);
            if (++steps <= atStep)
            {
                return result;
            }

            switch (failure)
            {
                case "Step":
                    Throw();
                    return result;
                case "Reset":
                    row.OnReset = Throw;
                    return result with { Status = EpisodeStatus.Terminated };
                case "Render":
                    row.OnRender = Throw;
                    return result with { Status = EpisodeStatus.Terminated };
                case "WriteObservation":
                    row.OnWrite = (_, _) => Throw();
                    return result;
                case "observation":
                    row.OnWrite = (batch, index) => batch.Sight(index)[3] = float.NaN;
                    return result;
                case "mask":
                    row.OnWrite = (batch, index) => batch.LaneMask(index).AllowNone();
                    return result;
                case "penalty NaN":
                    return result with { Penalty = float.NaN };
                default:
                    return result with
                    {
                        Reward = failure == "reward NaN" ? float.NaN
                            : failure == "reward ∞" ? float.PositiveInfinity : float.NegativeInfinity,
                    };
            }
        };
    }

    private static string Member(string failure) =>
        failure == "observation" ? "Sight"
            : failure == "mask" ? "Lane"
            : failure.Contains(' ', StringComparison.Ordinal) ? "reward" : failure;

    private static void Throw() => throw new FormatException("no such level.");

    private byte[] Run(string folder, Row[] rows, int updates) => RunWithParameters(folder, rows, updates).Saved;

    private (byte[] Saved, float[] Parameters) RunWithParameters(string folder, Row[] rows, int updates)
    {
        using PpoTrainer<TMazePolicy.Observation, TMazePolicy.Actions, TMazePolicy.Distribution> trainer = Trainer(rows);
        Train(folder, trainer, updates);
        using MemoryStream saved = new();
        trainer.Save(new BinaryWriter(saved));
        return (saved.ToArray(), trainer.Policy.Numbers());
    }

    private void Train(string folder, ITrainer trainer, int updates)
    {
        using RunFolder opened = RunFolder.Open(_root.CreateSubdirectory(folder), trainer, [], resume: true);
        using RunRecorder recorder = new(opened, updatesPerCheckpoint: 1);
        new TrainingRun(folder, trainer, recorder).Train(
            Environments * StepsPerUpdate * updates, cancellationToken: TestContext.Current.CancellationToken);
    }
}
