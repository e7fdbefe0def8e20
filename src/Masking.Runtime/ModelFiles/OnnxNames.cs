namespace Masking.ModelFiles;

/// <summary>
/// The names of exported policies that are not those of members. The export writes them, and the player reads them.
/// </summary>
internal static class OnnxNames
{
    /// <summary>The size of the batch.</summary>
    public const string Batch = "batch";

    /// <summary>The output of the log-probability of the joint action.</summary>
    public const string LogProb = "logProb";

    /// <summary>The output of the state value.</summary>
    public const string Value = "value";

    /// <summary>The number of entities of a set.</summary>
    public static string Entities(string set) => $"{set}.entities";

    /// <summary>The height of a map.</summary>
    public static string Height(string map) => $"{map}.height";

    /// <summary>The width of a map.</summary>
    public static string Width(string map) => $"{map}.width";

    /// <summary>The input of a tensor of the memory.</summary>
    public static string Memory(string tensor) => $"Memory.{tensor}";

    /// <summary>The output of a tensor of the next memory.</summary>
    public static string Next(string tensor) => $"next.{tensor}";

    /// <summary>The input of the random numbers of a kind of actor.</summary>
    public static string Uniforms(ActorDeclaration actor) => actor.Each is null ? "uniforms" : $"{actor.Each}.uniforms";
}
