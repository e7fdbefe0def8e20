using System.Diagnostics;
using System.Reflection;

namespace Masking.Player.Tests;

/// <summary>Plays the sample Nim, a game without libtorch, in a process of its own.</summary>
public sealed class NimTests
{
    private static readonly string Game = typeof(NimTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "Nim").Value!;

    [Fact]
    public void TheAgent_AnswersWithoutLibtorch()
    {
        using Process game = Start();
        game.StandardInput.WriteLine("2");
        Assert.Equal("Take one, two or three coins. Who takes the last coin wins. q leaves.", game.StandardOutput.ReadLine());
        Assert.Equal("ooooooooooo  11 left. How many do you take?", game.StandardOutput.ReadLine());
        Assert.Equal("The agent takes 1.", game.StandardOutput.ReadLine());

        // The agent has acted, and the game waits for the next move.
        string[] libraries = [.. NativeLibraries(game)];
        Assert.Equal(OperatingSystem.IsLinux(), libraries.Any(library => library.Contains("onnxruntime")));
        Assert.DoesNotContain(libraries, library => library.Contains("torch", StringComparison.OrdinalIgnoreCase));

        game.StandardInput.WriteLine("q");
        Assert.EndsWith("You left the game.", game.StandardOutput.ReadToEnd().TrimEnd());
        game.WaitForExit();
        Assert.Equal(0, game.ExitCode);
    }

    [Fact]
    public void TheFolderOfTheGame_ContainsNoLibtorch()
    {
        IEnumerable<string> paths = Directory.EnumerateFiles(Path.GetDirectoryName(Game)!, "*", SearchOption.AllDirectories);
        string[] files = [.. paths.Select(path => Path.GetFileName(path))];
        Assert.Contains("nim.onnx", files);
        Assert.DoesNotContain(files, file => file.Contains("torch_cpu") || file.Contains("c10"));
    }

    /// <summary>The perfect answer to every pile leaves a multiple of four.</summary>
    [Theory]
    [InlineData("1", 2)]
    [InlineData("2", 1)]
    [InlineData("1\n1\n2", 2)]
    public void TheAgent_IsPerfect(string moves, int last)
    {
        using Process game = Start();
        game.StandardInput.WriteLine($"{moves}\nq");
        string[] lines = game.StandardOutput.ReadToEnd().Split('\n');
        string[] answers = [.. lines.Where(line => line.StartsWith("The agent takes", StringComparison.Ordinal))];
        Assert.Equal($"The agent takes {last}.", answers[^1].TrimEnd());
        Assert.Equal(moves.Split('\n').Length, answers.Length);
    }

    private static Process Start() => Process.Start(new ProcessStartInfo("dotnet", [Game])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>The native libraries that a process has loaded. Their list can be read on Linux.</summary>
    private static IEnumerable<string> NativeLibraries(Process process) => !OperatingSystem.IsLinux() ? []
        : File.ReadLines($"/proc/{process.Id}/maps").Select(line => line.Split(' ')[^1])
            .Where(path => path.EndsWith(".so", StringComparison.Ordinal)).Distinct();
}
