using System.Diagnostics;
using Masking.Benchmarks.Comparing;
using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>Measures the environment steps per second of trainings.</summary>
internal static class Speeds
{
    /// <summary>Long enough for the runtimes of all processes to recompile hot methods with full optimization.</summary>
    private static readonly TimeSpan WarmUpDuration = TimeSpan.FromSeconds(3);

    /// <summary>Enough rounds for a median that one slow round does not change.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(12);

    /// <summary>Measures two trainings of the same size, one update of each in turn.</summary>
    /// <returns>The medians, in steps per second.</returns>
    public static (double Ours, double Theirs) Compare(IMeasuredTraining training, ITrainer ours, ITrainer theirs)
    {
        WarmUp(ours);
        WarmUp(theirs);
        (double ourTime, double theirTime) = Race.Run(TimeUpdate(ours), TimeUpdate(theirs), Duration);
        double steps = training.Environments * training.Steps * 1e9;
        return (steps / ourTime, steps / theirTime);
    }

    /// <summary>Makes updates until all code is optimized.</summary>
    public static void WarmUp(ITrainer trainer)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < WarmUpDuration)
        {
            trainer.Update(CancellationToken.None);
        }
    }

    /// <summary>The time of an update, in seconds.</summary>
    public static double UpdateTime(ITrainer trainer) => Time(() => trainer.Update(CancellationToken.None));

    /// <summary>The time of a call, in seconds.</summary>
    public static double Time(Action call) => Timing.Of(call)(1).TotalSeconds;

    private static Timed TimeUpdate(ITrainer trainer) => Timing.Of(() => trainer.Update(CancellationToken.None));
}
