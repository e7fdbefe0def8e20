namespace Masking.Package.Tests;

/// <summary>
/// A library that declares a policy, and an application that references only the library and TorchSharp's native libraries.
/// </summary>
public sealed class LibraryTests(Feed feed)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheApplication_GetsEverythingThroughTheLibrary()
    {
        Shell shell = new(feed.Folder);
        await shell.Run("""
            dotnet new classlib --output Agents
            dotnet add Agents package Masking
            dotnet new console --output Player
            dotnet add Player reference Agents
            dotnet add Player package TorchSharp-cpu --version 0.107.0
            """);
        await File.WriteAllTextAsync(Path.Combine(shell.Folder, "Agents", "Class1.cs"), """
            using Masking;

            namespace Agents;

            public enum Door { Left, Middle, Right }

            [MaskedPolicy]
            public sealed partial class DoorPolicy
            {
                [Observation(3)] public partial MlpEncoder Hints { get; }
                [ActionMask]     public partial Head<Door> Door { get; }
            }
            """, Cancelled);
        await File.WriteAllTextAsync(Path.Combine(shell.Folder, "Player", "Program.cs"), """
            using Agents;
            using Masking;

            using var policy = new DoorPolicy();
            using var batch = new DoorPolicy.Batch(environments: 1);
            batch.DoorMask(0)[Door.Left] = false;
            batch.DoorMask(0)[Door.Right] = false;
            using var step = policy.Act(batch.Observation, new RandomStream(seed: 1));
            Console.WriteLine(step.Actions.DoorAt(0));
            """, Cancelled);

        string output = await shell.Run("dotnet run --project Player");

        Assert.Equal("Middle", output.Trim());
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(shell.Folder, "Agents", "bin"), "*", SearchOption.AllDirectories),
            file => Path.GetFileName(file).Contains("torch_cpu", StringComparison.Ordinal));
    }
}
