namespace Masking.Samples.Training;

/// <summary>Something that goes on after a checkpoint exactly as if it had never stopped.</summary>
public interface ICheckpointed
{
    /// <summary>Writes everything that changes.</summary>
    /// <param name="writer">Where.</param>
    void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote, into something that was made in the same way.</summary>
    /// <param name="reader">From where.</param>
    /// <exception cref="CheckpointException">It was written by something else.</exception>
    void Load(BinaryReader reader);
}
