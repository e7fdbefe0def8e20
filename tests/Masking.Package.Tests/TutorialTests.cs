using System.Globalization;

namespace Masking.Package.Tests;

/// <summary>The agent of the tutorial, and the program that trained it.</summary>
public sealed class TutorialTests(FollowedTutorial tutorial) : IClassFixture<FollowedTutorial>
{
    [Theory]
    [InlineData("wizard")]
    [InlineData("potions")]
    public void TheTrainedAgent_IsBetterThanTheUntrainedOne(string run)
    {
        string[][] lines =
        [
            .. File.ReadLines(Path.Combine(tutorial.Folder, "runs", run, "metrics.csv")).Select(line => line.Split(',')),
        ];
        int column = Array.IndexOf(lines[0], "return");

        // There is no return before the first game is over.
        double[] returns =
        [
            .. lines[1..].Where(line => line[column].Length > 0).Select(line => double.Parse(line[column], CultureInfo.InvariantCulture)),
        ];

        Assert.InRange(returns[0], 0, 6);
        Assert.InRange(returns[^1], 12, 20);
    }

    [Fact]
    public async Task Watch_ShowsAGameToItsEnd()
    {
        string output = await Run(input: "", "--watch");

        string[] frames = output.ReplaceLineEndings("\n").TrimEnd().Split("\n\n");
        Assert.All(frames, frame => Assert.Contains(" of 20 slimes", frame));
        Assert.True(frames.Length > 20, $"{frames.Length} frames");
        Assert.True(frames[^1].Contains("20 of 20") || frames[^1].Contains('x') || frames.Length == 151, frames[^1]);
    }

    [Fact]
    public async Task Play_LetsTheAgentTakeTheTurns()
    {
        string output = await Run(input: new string(' ', 1000), "--play");

        Assert.Matches(@"(The cellar is clean|The slimes have won)\.", output);
    }

    [Fact]
    public async Task Play_IgnoresTurnsThatAreNotLegal_AndIsLeftWithQ()
    {
        string output = await Run(input: "1234xq   ", "--play");

        string[] status = [.. output.Split('\n').Where(line => line.Contains(" of 20 slimes"))];
        Assert.Equal(6, status.Length);
        Assert.All(status, line => Assert.StartsWith("♥♥♥   0 of 20 slimes", line));
    }

    private Task<string> Run(string input, string option) => Command.RunWithInput(
        tutorial.Folder, input, "dotnet", "run", "--no-build", "-c", "Release", "--project", "MyGame.Training", "--",
        "--out", "runs/potions", option);
}
