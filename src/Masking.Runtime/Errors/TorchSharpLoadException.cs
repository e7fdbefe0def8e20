namespace Masking;

/// <summary>
/// Thrown when TorchSharp cannot be used, because its native libraries do not load: a package is missing, or they do not fit this host.
/// </summary>
/// <remarks>
/// Whatever needs TorchSharp first throws it: the constructor of a policy, of a part or of a batch. Every further call throws it again.
/// </remarks>
/// <example>
/// <code>
/// try
/// {
///     using MlpEncoder encoder = new(inputs: 12);
/// }
/// catch (TorchSharpLoadException error)
/// {
///     Console.Error.WriteLine(error.Message);   // the cause, and what to do
/// }
/// </code>
/// </example>
public sealed class TorchSharpLoadException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, what the process found, and what to do.</param>
    /// <param name="innerException">The error of loading the library.</param>
    public TorchSharpLoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
