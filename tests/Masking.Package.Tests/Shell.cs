namespace Masking.Package.Tests;

/// <summary>Runs the commands of a page the way a user does: one after the other, in the folder that <c>cd</c> selects.</summary>
/// <param name="folder">The folder to begin in.</param>
internal sealed class Shell(string folder)
{
    /// <summary>The current folder.</summary>
    public string Folder { get; private set; } = folder;

    /// <summary>
    /// Runs commands, asserts that each succeeds, or fails if its comment says so, and returns the output of the last one.
    /// </summary>
    /// <param name="commands">The commands, one a line. A comment begins with <c>#</c>; <c># fails</c> expects a failure.</param>
    public async Task<string> Run(string commands)
    {
        string output = "";
        foreach (string[] line in commands.Split('\n').Select(line => line.Split('#', StringSplitOptions.TrimEntries)))
        {
            string[] words = line[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            output = words switch
            {
                [] => output,
                ["cd", var folder] => Enter(folder),
                ["dotnet", .. var arguments] when line is [_, "fails"] => await Command.FailingDotnet(Folder, arguments),
                [var program, .. var arguments] => await Command.Run(Folder, program, arguments),
            };
        }

        return output;
    }

    private string Enter(string folder)
    {
        Folder = Path.GetFullPath(Path.Combine(Folder, folder));
        return "";
    }
}
