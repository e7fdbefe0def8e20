namespace Masking.Training.CommandLine;

/// <summary>The range of returns that plots and tables show, up to the highest possible return.</summary>
internal static class ReturnScale
{
    /// <summary>
    /// The lower end of the range: 0, or the lowest mean return if that is less. If the highest possible return is not positive, 0 is
    /// beyond the other end, so the lowest mean return is the lower end.
    /// </summary>
    /// <param name="bestReturn">The highest possible return.</param>
    /// <param name="runs">The trainings.</param>
    /// <returns>A number less than <paramref name="bestReturn"/>.</returns>
    public static double Lowest(double bestReturn, IEnumerable<TrainingRun> runs)
    {
        double highest = bestReturn > 0 ? 0 : bestReturn - 1;
        return Math.Min(highest, runs.SelectMany(run => run.History).Min(progress => progress.MeanReturn) ?? highest);
    }
}
