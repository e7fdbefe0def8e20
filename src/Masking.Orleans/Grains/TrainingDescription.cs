using System.Reflection;
using Masking.ModelFiles;
using Masking.Training;

namespace Masking.Orleans;

/// <summary>
/// What the results of a training depend on, and the settings of the connection that both sides need. It is the same in the learner and in
/// its workers.
/// </summary>
/// <param name="Declaration">The declaration of the policy as JSON.</param>
/// <param name="Settings">The version of this library and the settings of the training, each as <c>name=value</c>.</param>
[GenerateSerializer, Immutable, Alias("masking.TrainingDescription")]
internal sealed record TrainingDescription([property: Id(0)] string Declaration, [property: Id(1)] string[] Settings)
{
    /// <summary>Describes a training.</summary>
    public static TrainingDescription Of(IShardedTraining training, ClusterSettings settings) => new(
        DeclarationJson.Write(training.Declaration),
        [
            $"version={Version}",
            $"{nameof(ClusterSettings.MaxMessageBytes)}={settings.MaxMessageBytes}",
            .. training.Settings.Select(setting => $"{setting.Key}={setting.Value}"),
        ]);

    /// <summary>The difference to the training of a worker; null if there is none.</summary>
    /// <param name="worker">The training of the worker.</param>
    public string? DifferenceTo(TrainingDescription worker)
    {
        PolicyDeclaration own = DeclarationJson.Read(Declaration);
        PolicyDeclaration its = DeclarationJson.Read(worker.Declaration);
        if (own.Name != its.Name)
        {
            return $"expected a worker with the policy {own.Name}, got one with {its.Name}.";
        }

        IReadOnlyList<string> changes = DeclarationDifferences.Between(own, its);
        if (changes.Count > 0)
        {
            return $"expected a worker with the policy of the learner, got one in which it was changed: {string.Join(' ', changes)} "
                + "Start it from the same build as the learner.";
        }

        string? name = Settings.Except(worker.Settings).Concat(worker.Settings.Except(Settings)).Select(NameOf).FirstOrDefault();
        return name is null
            ? null
            : $"expected a worker of the same training, with {SettingOf(Settings, name)}, got {SettingOf(worker.Settings, name)}.";
    }

    /// <summary>The version of this library without the commit that it was built from.</summary>
    private static string Version => typeof(TrainingDescription).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string NameOf(string setting) => setting[..setting.IndexOf('=', StringComparison.Ordinal)];

    private static string SettingOf(string[] settings, string name) =>
        settings.FirstOrDefault(each => NameOf(each) == name) ?? $"{name}=none";
}
