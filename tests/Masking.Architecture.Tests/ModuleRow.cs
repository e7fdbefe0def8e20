namespace Masking.Architecture.Tests;

/// <summary>A row of a table of modules in <c>docs/architecture.md</c>.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="MayReference">The folders that its types may use.</param>
internal sealed record ModuleRow(string Folder, IReadOnlyList<string> MayReference)
{
    /// <summary>Reads the table below a heading: the folder in the first column, the folders that it may reference in the last.</summary>
    /// <param name="heading">The heading, without its number signs.</param>
    public static IReadOnlyList<ModuleRow> ReadTable(string heading)
    {
        string[] table =
        [
            .. File.ReadLines(Path.Combine(Repository.Root, "docs", "architecture.md"))
                .SkipWhile(line => line.TrimStart('#', ' ') != heading)
                .SkipWhile(line => !line.StartsWith('|'))
                .TakeWhile(line => line.StartsWith('|'))
                .Skip(2),
        ];
        Assert.NotEmpty(table);
        return [.. table.Select(Parse)];
    }

    private static ModuleRow Parse(string line)
    {
        string[] cells = line.Trim('|').Split('|');
        string[] references = cells[^1].Split(',').Select(Name).Where(name => name != "–").ToArray();
        return new ModuleRow(Name(cells[0]), references);
    }

    private static string Name(string cell) => cell.Trim().Trim('`');
}
