namespace Masking.Training.CommandLine;

/// <summary>A training that is about to start.</summary>
/// <param name="Arguments">Its arguments.</param>
/// <param name="DefiningArguments">The arguments that its definition depends on, as another process can parse them.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Report">Shows a message.</param>
/// <param name="CancellationToken">Canceled by Ctrl-C.</param>
internal sealed record TrainingStart(
    TrainingArguments Arguments,
    IReadOnlyList<string> DefiningArguments,
    DirectoryInfo Folder,
    Action<string> Report,
    CancellationToken CancellationToken);
