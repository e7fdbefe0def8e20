namespace Masking.Package.Tests;

/// <summary>Runs the commands of a page the way a user does: one after the other, in the folder that <c>cd</c> selects.</summary>
/// <param name="folder">The folder to begin in.</param>
internal sealed class Shell(string folder)
{
    /// <summary>The current folder.</summary>
    public string Folder { get; private set; } = folder;

    /// <summary>Runs commands, asserts that each succeeds, and returns the output of the last one.</summary>
    /// <param name="commands">The commands, one a line. A comment begins with <c>#</c>.</param>
    public async Task<string> Run(string commands)
    {
        string output = "";
        foreach (string line in commands.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "cd")
            {
                Folder = Path.GetFullPath(Path.Combine(Folder, words[1]));
            }
            else
            {
                output = await Command.Run(Folder, words[0], words[1..]);
            }
        }

        return output;
    }
}
