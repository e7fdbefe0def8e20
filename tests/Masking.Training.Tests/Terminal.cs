using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace Masking.Training.Tests;

/// <summary>A console of 80 columns.</summary>
internal static partial class Terminal
{
    public static IAnsiConsole Create(TextWriter writer, bool isTerminal, bool unicode)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new Output(writer, isTerminal),
        });
        console.Profile.Capabilities.Unicode = unicode;
        return console;
    }

    /// <summary>The visible lines of the output, without escape sequences.</summary>
    public static string[] Lines(StringWriter written) => EscapeSequence().Replace(written.ToString(), "").Split('\r', '\n');

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex EscapeSequence();

    private sealed class Output(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => 80;

        public int Height => 24;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
