namespace Masking.Orleans.Tests;

/// <summary>The entry point: runs the tests, or a worker for <see cref="KilledWorkerTests"/> in a process of its own.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) =>
        args is [WorkerProcess.Argument, string learner] ? await WorkerProcess.Run(learner) : await RunTests(args);

    private static Task<int> RunTests(string[] args) => args.Any(arg => arg is "--server" or "--internal-msbuild-node")
        ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}
