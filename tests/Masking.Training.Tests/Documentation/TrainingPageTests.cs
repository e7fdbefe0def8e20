using System.Reflection;

namespace Masking.Training.Tests.Documentation;

/// <summary>The code of docs/training.md is that of the files of this folder, which are compiled and run.</summary>
public sealed class TrainingPageTests
{
    private static readonly string Repository = typeof(TrainingPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Repository").Value!;

    [Theory]
    [InlineData("Nim.cs")]
    [InlineData("TenLines.cs")]
    [InlineData("Play.cs")]
    [InlineData("HandWrittenLoop.cs")]
    [InlineData("Cloning.cs")]
    public void ThePage_ShowsTheCode(string file)
    {
        string page = File.ReadAllText(Path.Combine(Repository, "docs", "training.md"));

        Assert.Contains($"```csharp\n{Shown(file)}\n```", page, StringComparison.Ordinal);
    }

    [Fact]
    public void TheHandWrittenLoop_HasAtMost60Lines_AndLearns()
    {
        Assert.InRange(Shown("HandWrittenLoop.cs").Split('\n').Length, 1, 60);
        Assert.InRange(HandWrittenLoop.Run(), 0.75, 1);
    }

    [Fact]
    public void ATrainingInTenLines_Learns_AndItsFileIsPlayed()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.safetensors");

        double meanReturn = TenLines.Run(path);
        float reward = Play.Run(path);

        File.Delete(path);
        Assert.InRange(meanReturn, 0.75, 1);
        Assert.Contains(reward, new float[] { 1, -1 });
    }

    [Fact]
    public void AClone_PlaysLikeItsTeacher() => Assert.InRange(Cloning.Run(), 0.75, 1);

    /// <summary>The lines between the marks, without the indentation of the first one.</summary>
    private static string Shown(string file)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository, "tests", "Masking.Training.Tests", "Documentation", file));
        int begin = Array.FindIndex(lines, line => line.Trim() == "// begin");
        int end = Array.FindIndex(lines, line => line.Trim() == "// end");
        int indentation = lines[begin].Length - lines[begin].TrimStart().Length;
        return string.Join('\n', lines[(begin + 1)..end].Select(line => line.Length == 0 ? "" : line[indentation..]));
    }
}
