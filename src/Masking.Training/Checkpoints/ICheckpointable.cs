namespace Masking.Training;

/// <summary>An object whose state can be saved and restored, so that it continues exactly as if it had not been interrupted.</summary>
public interface ICheckpointable
{
    /// <summary>Writes the state.</summary>
    /// <param name="writer">The writer.</param>
    void Save(BinaryWriter writer);

    /// <summary>
    /// Reads the state written by <see cref="Save"/> into an object that was constructed with the same arguments. If it throws, the object
    /// is unchanged.
    /// </summary>
    /// <param name="reader">The reader; its stream must support <see cref="Stream.Length"/>.</param>
    /// <exception cref="CheckpointException">The state is invalid or belongs to an object with other settings.</exception>
    /// <exception cref="EndOfStreamException">The stream ends before the state is complete.</exception>
    void Load(BinaryReader reader);
}
