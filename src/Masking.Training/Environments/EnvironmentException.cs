namespace Masking.Training;

/// <summary>
/// Thrown when an environment fails, or returns a reward or an observation that is not finite. It ends the training. The last checkpoint
/// stays as it is.
/// </summary>
public sealed class EnvironmentException : Exception
{
    private readonly string _failure;

    /// <summary>Creates the exception.</summary>
    /// <param name="row">The row of the environment.</param>
    /// <param name="member">The method that failed, or the member of the observation or of the result that is not finite.</param>
    /// <param name="failure">What went wrong, for example <c>threw an exception in Step</c>.</param>
    /// <param name="innerException">The exception that the environment threw; null if it threw none.</param>
    public EnvironmentException(int row, string member, string failure, Exception? innerException = null)
        : this(row, member, failure, innerException, step: null)
    {
    }

    private EnvironmentException(int row, string member, string failure, Exception? innerException, long? step)
        : base(Describe(row, failure, innerException, step), innerException)
    {
        (Row, Member, Step) = (row, member, step);
        _failure = failure;
    }

    private EnvironmentException(string message, int row, string member, long? step, Exception? innerException)
        : base(message, innerException)
    {
        (Row, Member, Step) = (row, member, step);
        _failure = message;
    }

    /// <summary>The row of the environment.</summary>
    public int Row { get; }

    /// <summary>The method that failed, or the member of the observation or of the result that is not finite.</summary>
    public string Member { get; }

    /// <summary>
    /// The number of the step, counted from 1 since the training began; 0 before the first step; null if it is not known.
    /// </summary>
    public long? Step { get; }

    /// <summary>Creates the exception that was thrown in another process.</summary>
    /// <param name="message">Its message.</param>
    /// <param name="row">Its row.</param>
    /// <param name="member">Its member.</param>
    /// <param name="step">Its step.</param>
    /// <param name="details">The exception of the environment and its stack trace as text; null if it threw none.</param>
    internal static EnvironmentException FromOtherProcess(string message, int row, string member, long? step, string? details) =>
        new(message, row, member, step, details is null ? null : new InvalidOperationException(details));

    /// <summary>Returns the same exception with the step added to its message.</summary>
    /// <param name="step">The number of the step.</param>
    internal EnvironmentException AtStep(long step) => new(Row, Member, _failure, InnerException, step);

    private static string Describe(int row, string failure, Exception? innerException, long? step)
    {
        string when = step is { } steps ? $" at step {steps:N0}" : "";
        string cause = innerException is null ? "" : $": {innerException.GetType().Name}: {innerException.Message.TrimEnd('.')}";
        return FormattableString.Invariant($"The environment in row {row} {failure}{when}{cause}.");
    }
}
