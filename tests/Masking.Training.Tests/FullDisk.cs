namespace Masking.Training.Tests;

/// <summary>A file on a disk with a limited number of free bytes.</summary>
internal sealed class FullDisk(string path, int room) : FileStream(path, FileMode.Create, FileAccess.Write)
{
    public const string Reason = "No space left on device";

    private int _room = room;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Take(buffer.Length);
        base.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Take(count);
        base.Write(buffer, offset, count);
    }

    private void Take(int bytes)
    {
        _room -= bytes;
        if (_room < 0)
        {
            throw new IOException(Reason);
        }
    }
}
