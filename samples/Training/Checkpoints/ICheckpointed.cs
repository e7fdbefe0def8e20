namespace Masking.Samples.Training;

/// <summary>Something that goes on after a checkpoint exactly as if it had never stopped.</summary>
public interface ICheckpointed
{
    /// <summary>Writes everything that changes.</summary>
    /// <param name="writer">Where.</param>
    void Save(BinaryWriter writer);

    /// <summary>
    /// Reads what <see cref="Save"/> wrote, into something that was made in the same way. Where it does not fit, nothing has changed.
    /// </summary>
    /// <param name="reader">From where; its stream knows its length.</param>
    /// <exception cref="CheckpointException">It was written by something else, or is nothing that can be saved.</exception>
    /// <exception cref="EndOfStreamException">It holds less.</exception>
    void Load(BinaryReader reader);
}
