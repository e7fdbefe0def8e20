namespace Masking.Benchmarks.Comparing;

/// <summary>Two contenders do not compute the same, so that comparing their times would mean nothing.</summary>
/// <param name="message">What differs, and by how much.</param>
internal sealed class DisagreementException(string message) : Exception(message);
