using System.Text.RegularExpressions;

namespace Masking.Loading;

/// <summary>Reads the messages of the exceptions for libraries that do not load.</summary>
internal static partial class LoaderMessage
{
    /// <summary>
    /// Returns the reasons that the loader of the operating system states. .NET tries several names in several folders and lists an error
    /// for each; files that do not exist are no reason.
    /// </summary>
    /// <param name="error">The exception; null has no reasons.</param>
    public static IReadOnlyList<string> ReasonsOf(Exception? error)
    {
        if (error is not DllNotFoundException)
        {
            return error is null ? [] : [FirstLine(error)];
        }

        // The first line is an introduction. On Windows, there is no other: the operating system states no reason.
        string[] lines = error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. lines.Skip(1).Where(line => !IsAboutAbsentFile(line))];
    }

    /// <summary>Returns the first line of the message of the original error.</summary>
    public static string FirstLine(Exception error) => error.GetBaseException().Message.Split('\n', 2)[0].Trim();

    private static bool IsAboutAbsentFile(string line) =>
        AbsentOnLinux().IsMatch(line) || (line.StartsWith("dlopen(", StringComparison.Ordinal) && !PresentOnMacOS().IsMatch(line));

    // A dependency that does not exist is named without a folder, and is a reason.
    [GeneratedRegex("^/.*: cannot open shared object file: No such file or directory$")]
    private static partial Regex AbsentOnLinux();

    // A path that was tried for another reason than "no such file", or a dependency.
    [GeneratedRegex(@"'[^']*' \((?!no such file)|Library not loaded")]
    private static partial Regex PresentOnMacOS();
}
