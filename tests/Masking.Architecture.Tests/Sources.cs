using System.Text.RegularExpressions;

namespace Masking.Architecture.Tests;

/// <summary>The sources of one project: in which folder each type is declared.</summary>
internal sealed partial class Sources
{
    private readonly Dictionary<string, string> _folders = [];

    /// <summary>Reads the sources of a project.</summary>
    /// <param name="project">The name of its folder under <c>src</c>.</param>
    public Sources(string project)
    {
        string root = Path.Combine(Repository.Root, "src", project);
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0];
            if (folder is "bin" or "obj" || folder == Path.GetFileName(file))
            {
                continue;
            }

            foreach (Match declaration in Declaration().Matches(File.ReadAllText(file)))
            {
                _folders.TryAdd(declaration.Groups["name"].Value, folder);
            }
        }
    }

    /// <summary>The folders that declare types.</summary>
    public IReadOnlySet<string> Folders => _folders.Values.ToHashSet();

    /// <summary>The folder of a type; null for a type that the compiler made, or that stands beside the folders.</summary>
    /// <param name="fullName">Its name with its namespace. A nested type is in the folder of its outermost type.</param>
    public string? FolderOf(string fullName)
    {
        string outermost = fullName.Split('+', '/')[0];
        string name = outermost[(outermost.LastIndexOf('.') + 1)..].Split('`')[0];
        return _folders.GetValueOrDefault(name);
    }

    [GeneratedRegex(
        @"^(?:public|internal) [\w ]*?(?:class|struct|interface|enum|record struct|record) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
