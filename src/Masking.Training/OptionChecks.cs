namespace Masking.Training;

/// <summary>Checks the options of a trainer, before anything has been created.</summary>
internal static class OptionChecks
{
    public static void RequireWhole(string option, long value, long min) =>
        Require(value >= min, option, $"a whole number of {min} or more", value);

    public static void RequireFraction(string option, double value) =>
        Require(value is >= 0 and <= 1, option, "a number from 0 to 1", value);

    public static void RequireNotNegative(string option, double value) =>
        Require(value >= 0 && double.IsFinite(value), option, "a finite number of 0 or more", value);

    public static void RequirePositive(string option, double value) =>
        Require(value > 0 && double.IsFinite(value), option, "a finite number greater than 0", value);

    public static void Require(bool isValid, string option, string expected, IFormattable value)
    {
        if (!isValid)
        {
            throw new ArgumentException(FormattableString.Invariant($"{option}: expected {expected}, got {value}."), "options");
        }
    }
}
