namespace Masking.Benchmarks.Comparing;

/// <summary>Two contenders compute different results, so their times cannot be compared.</summary>
/// <param name="message">The result that differs, and the difference.</param>
internal sealed class DisagreementException(string message) : Exception(message);
