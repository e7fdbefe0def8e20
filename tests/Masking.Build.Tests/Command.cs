using System.Diagnostics;

namespace Masking.Build.Tests;

/// <summary>Runs a program and waits until it exits.</summary>
internal static class Command
{
    /// <summary>Runs a program, asserts that its exit code is 0, and returns its standard output.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">The arguments of the program.</param>
    public static Task<string> Run(string folder, string program, params string[] arguments) =>
        RunWithInput(folder, input: "", program, arguments);

    /// <summary>Runs a program with standard input, asserts that its exit code is 0, and returns its standard output.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="input">The standard input, which ends there.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">The arguments of the program.</param>
    public static async Task<string> RunWithInput(string folder, string input, string program, params string[] arguments)
    {
        (int exitCode, string output, string errors) = await Execute(folder, input, program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: exit code {exitCode}\n{output}\n{errors}");
        return output;
    }

    /// <summary>Runs <c>dotnet</c>, asserts that its exit code is 0, and returns its standard output.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="arguments">The arguments of the program.</param>
    public static Task<string> Dotnet(string folder, params string[] arguments) => Run(folder, "dotnet", arguments);

    /// <summary>Runs <c>dotnet</c>, asserts that it fails, and returns its output and errors.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="arguments">The arguments of the program.</param>
    public static async Task<string> FailingDotnet(string folder, params string[] arguments)
    {
        (int exitCode, string output, string errors) = await Execute(folder, input: "", "dotnet", arguments);
        Assert.True(exitCode != 0, $"dotnet {string.Join(' ', arguments)}: exit code 0\n{output}");
        return $"{output}\n{errors}";
    }

    private static async Task<(int ExitCode, string Output, string Errors)> Execute(
        string folder, string input, string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Variables that the MSBuild of the test runner sets for its child processes would override those of the SDK.
        string[] inherited = [.. start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        Array.ForEach(inherited, name => start.Environment.Remove(name));

        // A build server would keep running after the command, and keep its output streams open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        return (process.ExitCode, await output, await errors);
    }
}
