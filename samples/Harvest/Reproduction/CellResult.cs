using System.Globalization;
using Masking.Samples.QuickStart;
using Masking.Samples.Training;

namespace Masking.Samples.Harvest;

/// <summary>What came of one training.</summary>
/// <param name="Course">How it went, update by update.</param>
/// <param name="ReturnWithoutMasks">The mean return of the trained agent when it plays on without any mask; null where it had not learned
/// under all of them.</param>
/// <param name="Making">What it was made with.</param>
public sealed record CellResult(IReadOnlyList<CoursePoint> Course, double? ReturnWithoutMasks, Making Making)
{
    /// <summary>Episodes that the final return is a mean of.</summary>
    public const int FinalEpisodes = FinalUpdates * HarvestTraining.Environments;

    /// <summary>The mean return of an update's episodes at which the task counts as solved: nine tenths of what can be reached.</summary>
    public const double SolvedReturn = 0.9 * HarvestField.BestReturn;

    /// <summary>Updates that the final return is a mean of.</summary>
    internal const int FinalUpdates = 4;

    /// <summary>Its steps, return and divergence.</summary>
    private const int BytesOfPoint = sizeof(long) + sizeof(double) + sizeof(double);

    /// <summary>The mean return of the last episodes.</summary>
    public double FinalReturn => Course.TakeLast(FinalUpdates).Average(point => point.Return);

    /// <summary>The environment steps after which it was solved first; null where it never was.</summary>
    public long? SolvedAt => Course.Where(point => point.Return >= SolvedReturn).Select(point => (long?)point.Steps).FirstOrDefault();

    /// <summary>The mean approximate KL divergence of an update.</summary>
    public double Kl => Course.Average(point => point.Kl);

    /// <summary>Writes the result in its place; it is whole or not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What it depends on.</param>
    public void Save(string path, IReadOnlyList<KeyValuePair<string, string>> settings) => CheckpointFile.Save(path, writer =>
    {
        Settings.Save(settings, writer);
        writer.Write(Course.Count);
        foreach (CoursePoint point in Course)
        {
            writer.Write(point.Steps);
            writer.Write(point.Return);
            writer.Write(point.Kl);
        }

        writer.Write(ReturnWithoutMasks.HasValue);
        writer.Write(ReturnWithoutMasks ?? 0);
        writer.Write(Making.Machine);
        writer.Write(Making.Finished.ToString("O", CultureInfo.InvariantCulture));
        writer.Write(Making.Seconds);
        writer.Write(Making.AtOnce);
    });

    /// <summary>Reads a result.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What it is to depend on.</param>
    /// <exception cref="CheckpointException">It is damaged, or depends on other settings.</exception>
    public static CellResult Load(string path, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        CellResult? result = null;
        CheckpointFile.Load(path, reader =>
        {
            Settings.Require(settings, reader);
            CoursePoint[] course = new CoursePoint[reader.ReadCount("updates, in number", BytesOfPoint)];
            CheckpointException.Require(course.Length > 0, "expected the course of one update or more, got none");
            for (int i = 0; i < course.Length; i++)
            {
                course[i] = new CoursePoint(reader.ReadLong("steps", 0, long.MaxValue), reader.ReadDouble(), reader.ReadDouble());
            }

            bool hasPlayed = reader.ReadBoolean();
            double withoutMasks = reader.ReadDouble();
            Making making = new(
                reader.ReadText("the machine"),
                Day(reader.ReadText("the day")),
                reader.ReadDouble(),
                reader.ReadNumber("trainings at once", 1, int.MaxValue));
            result = new CellResult(course, hasPlayed ? withoutMasks : null, making);
        });
        return result!;
    }

    private static DateOnly Day(string text)
    {
        CheckpointException.Require(
            DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day),
            $"expected a day as year-month-day, got '{text}'");
        return day;
    }
}
