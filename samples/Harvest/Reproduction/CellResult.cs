using System.Globalization;
using Masking.Samples.QuickStart;
using Masking.Samples.Reproduction;
using Masking.Training;

namespace Masking.Samples.Harvest;

/// <summary>The result of one training of the table.</summary>
/// <param name="Curve">The learning curve, with a point for each update.</param>
/// <param name="ReturnWithoutMasks">The mean return of the trained agent when it is evaluated without masks; null if it was not trained
/// under all masks.</param>
/// <param name="Provenance">The machine, date and duration of the training.</param>
public sealed record CellResult(IReadOnlyList<CurvePoint> Curve, double? ReturnWithoutMasks, Provenance Provenance)
{
    /// <summary>The number of episodes that the final return averages over.</summary>
    public const int FinalEpisodes = FinalUpdates * HarvestTraining.Environments;

    /// <summary>
    /// The task counts as solved when the mean return of an update's episodes reaches 0.9 of the highest possible return.
    /// </summary>
    public const double SolvedReturn = 0.9 * HarvestField.BestReturn;

    /// <summary>The number of updates that the final return averages over.</summary>
    internal const int FinalUpdates = 4;

    /// <summary>The size of a saved point: steps, return and divergence.</summary>
    private const int BytesPerPoint = sizeof(long) + sizeof(double) + sizeof(double);

    /// <summary>The mean return of the last episodes.</summary>
    public double FinalReturn => Curve.TakeLast(FinalUpdates).Average(point => point.Return);

    /// <summary>The environment steps after which the task was first solved; null if it was not solved.</summary>
    public long? SolvedAt => Curve.Where(point => point.Return >= SolvedReturn).Select(point => (long?)point.Steps).FirstOrDefault();

    /// <summary>The mean of the approximate KL divergences of all updates.</summary>
    public double Kl => Curve.Average(point => point.Kl);

    /// <summary>Saves the result as a checkpoint file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="settings">The settings of the training.</param>
    public void Save(string path, IReadOnlyList<KeyValuePair<string, string>> settings) => CheckpointFile.Save(path, writer =>
    {
        RunSettings.Save(settings, writer);
        writer.Write(Curve.Count);
        foreach (CurvePoint point in Curve)
        {
            writer.Write(point.Steps);
            writer.Write(point.Return);
            writer.Write(point.Kl);
        }

        writer.Write(ReturnWithoutMasks.HasValue);
        writer.Write(ReturnWithoutMasks ?? 0);
        writer.Write(Provenance.Machine);
        writer.Write(Provenance.Finished.ToString("O", CultureInfo.InvariantCulture));
        writer.Write(Provenance.Seconds);
        writer.Write(Provenance.Parallelism);
    });

    /// <summary>Reads a result.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="settings">The expected settings.</param>
    /// <exception cref="CheckpointException">The file is damaged or has other settings.</exception>
    public static CellResult Load(string path, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        CellResult? result = null;
        CheckpointFile.Load(path, reader =>
        {
            RunSettings.RequireEqual(settings, reader);
            CurvePoint[] curve = new CurvePoint[reader.ReadCount("updates, in number", BytesPerPoint)];
            CheckpointException.Require(curve.Length > 0, "expected the course of one update or more, got none");
            for (int i = 0; i < curve.Length; i++)
            {
                curve[i] = new CurvePoint(reader.ReadInt64("steps", 0, long.MaxValue), reader.ReadDouble(), reader.ReadDouble());
            }

            bool hasPlayed = reader.ReadBoolean();
            double withoutMasks = reader.ReadDouble();
            Provenance provenance = new(
                reader.ReadString("the machine"),
                Day(reader.ReadString("the day")),
                reader.ReadDouble(),
                reader.ReadInt32("trainings at once", 1, int.MaxValue));
            result = new CellResult(curve, hasPlayed ? withoutMasks : null, provenance);
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
