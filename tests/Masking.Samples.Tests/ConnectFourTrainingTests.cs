using Masking.Samples.ConnectFour;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class ConnectFourTrainingTests
{
    [Fact]
    public void AFewSecondsOfSelfPlay_AreEnoughToWin()
    {
        using SelfPlayTrainer trainer = Begin();
        Assert.InRange(trainer.Play(Opponent.OnePly, games: 400).Won, 0, 20);

        Train(trainer, updates: 16);

        Assert.InRange(trainer.Play(Opponent.Random, games: 400).Won, 340, 400);
        Assert.InRange(trainer.Play(Opponent.OnePly, games: 400).Won, 48, 400);
    }

    [Fact]
    public void TheReturn_IsThePercentageOfGamesWon()
    {
        using SelfPlayTrainer trainer = Begin();
        Assert.Null(trainer.Progress.MeanReturn);

        Train(trainer, updates: 1);

        MatchResult result = trainer.Play(Opponent.OnePly, games: 200);
        Assert.Equal(result.Won / 2.0, trainer.Progress.MeanReturn);
        Assert.Matches(
            @"^Against the random player, the agent won \d+, drew \d+ and lost \d+ of 1000 games\.\r?\n"
                + "Against the win-or-block player, the agent won ",
            trainer.DescribeStrength()
        );
    }

    [Fact]
    public void SavedAndLoaded_TheTrainingContinuesIdentically()
    {
        using SelfPlayTrainer trainer = Begin();
        Train(trainer, updates: 1);
        using MemoryStream saved = new();
        trainer.Save(new BinaryWriter(saved));
        using SelfPlayTrainer other = Begin(seed: 1, parameters: 2);
        saved.Position = 0;
        other.Load(new BinaryReader(saved));

        Assert.Equal(trainer.Progress.MeanReturn, other.Progress.MeanReturn);
        Train(trainer, updates: 1);
        Train(other, updates: 1);

        Assert.Equal(trainer.Progress.Metrics, other.Progress.Metrics);
        Assert.Equal(Parameters(trainer), Parameters(other));
    }

    [Fact]
    public void AWin_IsWorthItsOppositeOneMoveEarlier()
    {
        const int games = 4;
        const int steps = 64;
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        ConnectFourPolicy.Rollout rollout = new(steps, games);
        using ITrainer trainer = PpoTrainer.Of(
            new ConnectFourPolicy(),
            ParallelEnvironments.Of(
                new ConnectFourPolicy.Batch(games),
                batch => batch.Observation,
                Enumerable.Range(0, games).Select(_ => new SelfPlayGame(maxRandomMoves: 0)),
                seed: 1
            ),
            rollout,
            new PpoOptions { AlternatesSides = true, Discount = 1, AdvantageDecay = 1 });

        Train(trainer, updates: 1);

        Minibatch<ConnectFourPolicy.Observation, ConnectFourPolicy.Actions> all = rollout.All();
        float[] returns = all.Return.data<float>().ToArray();
        bool[] starts = all.Starts.data<bool>().ToArray();
        int finished = 0;
        for (int row = games; row < returns.Length; row++)
        {
            if (starts[row])
            {
                // A win takes at least seven moves, so none of these steps belongs to the previous game.
                Assert.Equal(
                    [1, -1, 1, -1, 1, -1, 1],
                    Enumerable.Range(1, 7).Select(back => MathF.Round(returns[row - (back * games)], 4))
                );
                finished++;
            }
        }

        Assert.True(finished > games);
    }

    [Fact]
    public void Watching_ShowsAWholeGame()
    {
        using SelfPlayTrainer trainer = Begin();

        string[] pictures = [.. trainer.RenderEpisode()];

        Assert.Equal(BoardDrawing.Render(default(Position)), pictures[0][..BoardDrawing.Render(default(Position)).Length]);
        Assert.All(pictures[..^1], picture => Assert.Contains("%", picture, StringComparison.Ordinal));
        Assert.DoesNotContain("%", pictures[^1], StringComparison.Ordinal);
        Assert.Contains("on white", pictures[^1], StringComparison.Ordinal);
        Assert.Equal(pictures, trainer.RenderEpisode());
    }

    [Fact]
    public void AnEvaluation_HasProbabilitiesOfLegalColumnsOnly()
    {
        manual_seed(1);
        using ConnectFourPolicy policy = new();
        using Agent agent = new(policy);
        Position position = default;
        for (int move = 0; move < 6; move++)
        {
            position = position.Play(Column.Three);
        }

        PositionEvaluation evaluation = agent.Evaluate(position);

        Assert.Equal(0, evaluation.Probabilities[2]);
        Assert.Equal(1, evaluation.Probabilities.Sum(), 1e-5);
        Assert.Equal(6, evaluation.Probabilities.Count(probability => probability > 0));
        Assert.Equal(evaluation.Probabilities.Max(), evaluation.Probabilities[(int)evaluation.BestMove]);
        RandomNumbers random = new(seed: 1, row: 0);
        HashSet<Column> picked = [.. Enumerable.Range(0, 300).Select(_ => evaluation.SampleMove(random))];
        Assert.Equal(position.LegalColumns, picked.Order());
    }

    private static SelfPlayTrainer Begin(int seed = 1, int? parameters = null)
    {
        set_num_threads(1);
        manual_seed(parameters ?? seed);
        return ConnectFourTraining.CreateTrainer(ConnectFourTraining.Options with { Seed = seed }, threads: 1);
    }

    private static void Train(ITrainer trainer, int updates)
    {
        for (int update = 0; update < updates; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }
    }

    private static float[] Parameters(SelfPlayTrainer trainer) =>
        [.. trainer.Policy.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
}
