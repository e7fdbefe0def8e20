using Masking.Generators.Diagnostics;

namespace Masking.Generators.Parsing;

internal static class ReporterExtensions
{
    /// <summary>
    /// The reporter to use for a declaration. For a broken one it is silent: the compiler reports the cause, and what follows from it
    /// would only repeat that.
    /// </summary>
    public static Reporter For(this Reporter reporter, Declaration declaration)
    {
        if (!declaration.IsBroken)
        {
            return reporter;
        }

        reporter.MarkBroken();
        return Reporter.Silent(reporter.Compilation);
    }
}
