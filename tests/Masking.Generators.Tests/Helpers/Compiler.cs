using System.Diagnostics;
using System.Reflection;

namespace Masking.Generators.Tests;

/// <summary>The command-line compiler of the SDK that built the tests, with the generator and the analyzer.</summary>
internal static class Compiler
{
    private static readonly string Path = typeof(Compiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "Compiler").Value!;

    /// <summary>Compiles a source.</summary>
    /// <returns>The errors and warnings, one a line.</returns>
    public static string[] Run(string source, string[] options, string? globalConfig = null)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("masking-");
        try
        {
            string file = System.IO.Path.Join(folder.FullName, "Policy.cs");
            File.WriteAllText(file, source);
            string usings = System.IO.Path.Join(folder.FullName, "GlobalUsings.cs");
            File.WriteAllText(usings, "global using Masking;");
            List<string> arguments = [Path, "/nologo", "/target:library", "/langversion:14", "/nullable:enable", "/nowarn:1701",
                $"/out:{System.IO.Path.Join(folder.FullName, "Policy.dll")}"];
            arguments.Add($"/analyzer:{typeof(PolicyGenerator).Assembly.Location}");
            arguments.AddRange(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(System.IO.Path.PathSeparator)
                .Select(reference => $"/reference:{reference}"));
            if (globalConfig is not null)
            {
                string config = System.IO.Path.Join(folder.FullName, "Settings.globalconfig");
                File.WriteAllText(config, globalConfig);
                arguments.Add($"/analyzerconfig:{config}");
            }

            return Run([.. arguments, .. options, file, usings]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Run(string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { RedirectStandardOutput = true };
        using Process compiler = Process.Start(start)!;
        string output = compiler.StandardOutput.ReadToEnd();
        compiler.WaitForExit();
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(lines.Length == 0, compiler.ExitCode == 0);
        return lines;
    }
}
