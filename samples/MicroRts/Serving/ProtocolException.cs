namespace Masking.Samples.MicroRts.Serving;

/// <summary>A line from the game is malformed. The message says what was expected.</summary>
/// <param name="message">The message.</param>
/// <param name="innerException">The error of a parser.</param>
public sealed class ProtocolException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Returns an exception that repeats the message of another one, without the name of its parameter.</summary>
    /// <param name="context">The start of the message.</param>
    /// <param name="exception">The other exception.</param>
    internal static ProtocolException Of(string context, ArgumentException exception) => new(
        $"{context}: {exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal)}", exception);
}
