namespace Masking.Samples.MicroRts.Serving;

/// <summary>A line from the game is malformed. The message says what was expected.</summary>
/// <param name="message">The message.</param>
/// <param name="innerException">The error of a parser.</param>
public sealed class ProtocolException(string message, Exception? innerException = null) : Exception(message, innerException);
