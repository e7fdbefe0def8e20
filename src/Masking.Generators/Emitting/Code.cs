namespace Masking.Generators.Emitting;

/// <summary>Composes generated code from templates: raw strings that look like their output.</summary>
internal static class Code
{
    /// <summary>The maximum length of a line of a list, without the indentation of nested types.</summary>
    private const int LongestList = 120;

    /// <summary>The maximum length of a call or member that is written on one line.</summary>
    private const int LongestLine = 128;

    /// <summary>The maximum number of items that are written on a line each.</summary>
    private const int MostLines = 16;

    /// <summary>The text of a template.</summary>
    public static string Of(Template template) => template.ToString();

    /// <summary>Pieces of code on lines of their own. Empty pieces are left out.</summary>
    public static string Lines(params IEnumerable<string> pieces) => Join("\n", pieces);

    /// <summary>Members with an empty line between them. Empty pieces are left out.</summary>
    public static string Members(params IEnumerable<string> members) => Join("\n\n", members);

    /// <summary>Code one level deeper.</summary>
    public static string Indented(string code) => code.Length == 0 ? "" : $"    {code.Replace("\n", "\n    ")}";

    /// <summary>A collection expression with as many items to the line as fit.</summary>
    public static string List(IEnumerable<string> items) => $"[{Wrapped(items, continuation: " ")}]";

    /// <summary>Items with commas between them, as many to the line as fit.</summary>
    /// <param name="items">The items.</param>
    /// <param name="continuation">The indentation of all lines but the first.</param>
    public static string Wrapped(IEnumerable<string> items, string continuation = "    ")
    {
        List<string> lines = [""];
        foreach (string item in items)
        {
            string last = lines[lines.Count - 1];
            if (last.Length > 0 && last.Length + item.Length > LongestList)
            {
                lines.Add(item + ", ");
            }
            else
            {
                lines[lines.Count - 1] = last + item + ", ";
            }
        }

        return string.Join("\n" + continuation, lines.Select(line => line.TrimEnd())).TrimEnd(',');
    }

    /// <summary>A call on one line if it fits, otherwise with each argument on a line of its own.</summary>
    /// <param name="head">The code in front of the arguments.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="end">The code behind the arguments.</param>
    public static string Call(string head, IEnumerable<string> arguments, string end)
    {
        string[] all = [.. arguments];
        string line = $"{head}({string.Join(", ", all)}){end}";
        return line.Length <= LongestLine ? line : $"{head}(\n    {string.Join(",\n    ", all)}){end}";
    }

    /// <summary>A member with an expression body, on one line where it fits.</summary>
    public static string Expression(string signature, string body) => $"{signature} => {body};".Length <= LongestLine
        ? $"{signature} => {body};"
        : Of($"""
            {signature} =>
                {body};
            """);

    /// <summary>Items with commas between them, on a line each unless there are many.</summary>
    public static string Items(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return all.Length <= MostLines ? string.Join(",\n", all) : Wrapped(all, continuation: "");
    }

    /// <summary>The members of an initializer: items with a comma behind the last one too.</summary>
    public static string Initializers(IEnumerable<string> members) => Items(members) is { Length: > 0 } items ? items + "," : "";

    private static string Join(string separator, IEnumerable<string> pieces) =>
        string.Join(separator, pieces.Where(piece => piece.Length > 0));
}
