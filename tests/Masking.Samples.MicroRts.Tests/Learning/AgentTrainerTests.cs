using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Learning;
using Masking.Samples.MicroRts.Players;
using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Samples.MicroRts.Tests.Learning;

/// <summary>Trainings, and the agent that was trained.</summary>
public sealed class AgentTrainerTests
{
    private static readonly LearningSetup Few = new()
    {
        Opponents = new Dictionary<string, int> { ["biased-random"] = 1, ["worker-rush"] = 1 },
        GamesAgainstItself = 1,
        MaxCycles = 300,
    };

    public static TheoryData<string> Opponents { get; } = [.. MicroRtsTraining.Setup.Opponents.Keys];

    [Theory]
    [InlineData(Masks.All)]
    [InlineData(Masks.Actions)]
    [InlineData(Masks.Agents)]
    public void AResumedTraining_EndsWithTheSameBits(Masks masks)
    {
        using AgentTrainer trainer = Create(masks);
        trainer.Update(CancellationToken.None);
        using MemoryStream checkpoint = new();
        using BinaryWriter writer = new(checkpoint);
        trainer.Save(writer);
        trainer.Update(CancellationToken.None);
        using AgentTrainer resumed = Create(masks);

        checkpoint.Position = 0;
        using BinaryReader reader = new(checkpoint);
        resumed.Load(reader);
        resumed.Update(CancellationToken.None);

        Assert.True(trainer.ResumesExactly);
        Assert.Equal(Parameters(trainer), Parameters(resumed));
        Assert.NotEqual(Parameters(Create(masks)), Parameters(resumed));
    }

    [Fact]
    public void TheSettings_ContainTheGamesAndTheMasks()
    {
        using AgentTrainer trainer = Create(Masks.Actions);

        Assert.Contains(new("masks", "no-agent-mask"), trainer.Settings);
        Assert.Contains(new("games against itself", "1"), trainer.Settings);
        Assert.Contains(new("map", "basesWorkers8x8"), trainer.Settings);
    }

    [Fact]
    public void TheGamesAfterATraining_CanBeCanceled()
    {
        using AgentTrainer trainer = Create(Masks.All);

        Assert.Equal(
            ["Against biased-random, the agent won 0, drew 0 and lost 0 of 0 games.",
                "Against worker-rush, the agent won 0, drew 0 and lost 0 of 0 games."],
            trainer.DescribeStrength(new CancellationToken(canceled: true)).Split(Environment.NewLine));
    }

    [Fact]
    public void AnEpisode_ShowsAGameOfTheAgent()
    {
        using AgentTrainer trainer = Create(Masks.All);

        string[] frames = [.. trainer.RenderEpisode()];

        Assert.Contains("cycle 0 ", frames[0], StringComparison.Ordinal);
        Assert.True(frames.Length > 2);
    }

    [Theory]
    [MemberData(nameof(Opponents))]
    public void TheCommittedAgent_WinsNineOfTenGames(string opponent)
    {
        using MicroRtsPolicy policy = MicroRtsPolicy.Load(Path.Join(AppContext.BaseDirectory, "agent.safetensors"));
        using AgentPlayer agent = new(policy);

        SeriesResult result = new GameSeries(Maps.Find("basesWorkers8x8"), Match.DefaultCycles, seed: 1)
            .Play(agent, ScriptedPlayers.Create(opponent), games: 100, TestContext.Current.CancellationToken);

        Assert.InRange(result.Won, 90, 100);
        Assert.Equal(100, result.Games);
    }

    [Fact]
    public void TheCommittedAgent_HasAtMostAMegabyte() =>
        Assert.InRange(new FileInfo(Path.Join(AppContext.BaseDirectory, "agent.safetensors")).Length, 1, 1_000_000);

    private static AgentTrainer Create(Masks masks)
    {
        manual_seed(1);
        return MicroRtsTraining.CreateTrainer(masks, Few, MicroRtsTraining.Options, threads: 2);
    }

    private static byte[] Parameters(AgentTrainer trainer) =>
        [.. trainer.Policy.parameters().SelectMany(parameter => parameter.bytes.ToArray())];
}
