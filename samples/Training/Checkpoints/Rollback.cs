namespace Masking.Samples.Training;

/// <summary>Loads all of something or nothing.</summary>
internal static class Rollback
{
    /// <summary>Reads into something. Where that fails, it has again what it had before.</summary>
    /// <param name="state">What is read into.</param>
    /// <param name="reader">From where.</param>
    /// <param name="read">Reads what <see cref="ICheckpointed.Save"/> wrote.</param>
    /// <param name="restore">Reads what it had before; null for the same.</param>
    public static void Load(ICheckpointed state, BinaryReader reader, Action<BinaryReader> read, Action<BinaryReader>? restore = null)
    {
        using MemoryStream before = new();
        using BinaryWriter writer = new(before);
        state.Save(writer);
        try
        {
            read(reader);
        }
        catch (Exception)
        {
            before.Position = 0;
            using BinaryReader restoring = new(before);
            (restore ?? read)(restoring);
            throw;
        }
    }
}
