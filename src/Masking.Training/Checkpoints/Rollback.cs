namespace Masking.Training;

/// <summary>Restores the previous state of an object if loading a checkpoint fails.</summary>
internal static class Rollback
{
    /// <summary>Loads a state. If that throws, the previous state is restored and the exception is rethrown.</summary>
    /// <param name="state">The object to load into.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="read">Reads the state written by <see cref="ICheckpointable.Save"/>.</param>
    /// <param name="restore">Reads the previous state; null uses <paramref name="read"/>.</param>
    public static void Load(ICheckpointable state, BinaryReader reader, Action<BinaryReader> read, Action<BinaryReader>? restore = null)
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
