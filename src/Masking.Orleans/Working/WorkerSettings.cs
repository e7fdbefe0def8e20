using Masking.Training;

namespace Masking.Orleans;

/// <summary>The settings that learner and workers compare.</summary>
internal static class WorkerSettings
{
    /// <summary>Returns the settings of a training, and the version of this library, each as <c>name=value</c>.</summary>
    public static string[] Of(IShardedTraining training) =>
    [
        $"version={typeof(WorkerSettings).Assembly.GetName().Version}",
        .. training.Settings.Select(setting => $"{setting.Key}={setting.Value}"),
    ];
}
