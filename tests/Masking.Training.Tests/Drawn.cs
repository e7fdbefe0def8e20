namespace Masking.Training.Tests;

/// <summary>A trainer whose episodes are drawn as a given frame.</summary>
internal sealed class Drawn(string frame, ITrainer trainer) : ITrainer
{
    public TrainingProgress Progress => trainer.Progress;

    public bool ResumesExactly => trainer.ResumesExactly;

    public IReadOnlyList<string> MetricNames => trainer.MetricNames;

    public IReadOnlyList<KeyValuePair<string, string>> Settings => trainer.Settings;

    public bool Update(CancellationToken cancellationToken) => trainer.Update(cancellationToken);

    public void SavePolicy(string path) => trainer.SavePolicy(path);

    public IEnumerable<string> RenderEpisode() => [frame];

    public void Save(BinaryWriter writer) => trainer.Save(writer);

    public void Load(BinaryReader reader) => trainer.Load(reader);

    public void Dispose() => trainer.Dispose();
}
