namespace Masking.Package.Tests;

/// <summary>A program exports a policy with <c>Masking.Onnx</c>, and a game with only <c>Masking.Player</c> acts with it.</summary>
public sealed class GameTests(Feed feed)
{
    private const long MostBytes = 40_000_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AGame_ActsWithAnExportedPolicy_WithoutTheNativesOfTorchSharp()
    {
        Shell shell = new(feed.Folder);
        await shell.Run("""
            dotnet new console --output Export
            dotnet add Export package Masking.Onnx
            dotnet add Export package TorchSharp-cpu --version 0.107.0
            dotnet new console --output Game
            dotnet add Game package Masking.Player
            """);
        foreach (string project in new[] { "Export", "Game" })
        {
            await File.WriteAllTextAsync(Path.Combine(shell.Folder, project, "ArcherPolicy.cs"), """
                using Masking;

                public enum Stance { Aim, Hide }

                [MaskedPolicy]
                public sealed partial class ArcherPolicy
                {
                    [Observation(2)]                   public partial MlpEncoder Field { get; }
                    [EntityMask(features: 3)]          public partial AttentionEncoder Targets { get; }
                    [ActionMask]                       public partial Head<Stance> Stance { get; }
                    [ActionMask(Low = -90, High = 90)] public partial Head<float> Angle { get; }
                }
                """, Cancelled);
        }

        await File.WriteAllTextAsync(Path.Combine(shell.Folder, "Export", "Program.cs"), """
            using Masking.Onnx;

            using ArcherPolicy policy = new();
            policy.SaveOnnx("archer.onnx");
            """, Cancelled);
        await File.WriteAllTextAsync(Path.Combine(shell.Folder, "Game", "Program.cs"), """
            using Masking;

            using ArcherPolicy.Player player = new("archer.onnx", environments: 1, maxTargets: 4);
            player.StanceMask(0).AllowOnly(Stance.Aim);
            player.AngleRange(0).Allow(10, 20);
            player.Act(new RandomStream(seed: 1));
            Console.WriteLine($"{player.StanceAt(0)} {player.AngleAt(0) is >= 10 and <= 20}");
            """, Cancelled);

        await shell.Run("dotnet run -c Release --project Export");
        await shell.Run("dotnet publish Game -c Release -r linux-x64 --no-self-contained -o published");
        string output = await shell.Run("dotnet published/Game.dll");

        Assert.Contains("Aim True", output, StringComparison.Ordinal);
        FileInfo[] files = new DirectoryInfo(Path.Combine(shell.Folder, "published")).GetFiles();
        Assert.DoesNotContain(files, file => file.Extension == ".so" && file.Name.Contains("torch", StringComparison.OrdinalIgnoreCase));
        Assert.InRange(files.Sum(file => file.Length), 1, MostBytes);
    }
}
