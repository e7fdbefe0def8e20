using System.Text;

namespace Masking.Samples.MicroRts.Serving;

/// <summary>Reads lines of limited length from a stream.</summary>
/// <param name="stream">The stream of UTF-8.</param>
/// <param name="maxLength">The greatest length of a line in bytes.</param>
internal sealed class LineReader(Stream stream, int maxLength)
{
    private const int FirstBufferSize = 1 << 16;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _buffer = new byte[Math.Min(FirstBufferSize, maxLength + 1)];

    /// <summary>The bytes from <see cref="_start"/> to <see cref="_end"/> are received and belong to no line that was returned.</summary>
    private int _start;
    private int _end;

    /// <summary>Reads a line, without its end. Null at the end of the stream; a last line without an end is ignored.</summary>
    /// <exception cref="ProtocolException">The line is too long, or is not UTF-8.</exception>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        int searched = _start;
        while (true)
        {
            int length = _buffer.AsSpan(searched.._end).IndexOf((byte)'\n');
            if (length >= 0)
            {
                int lineEnd = searched + length;
                string line = Decode(_buffer.AsSpan(_start..lineEnd));
                _start = lineEnd + 1;
                return line;
            }

            MakeRoom();
            searched = _end;
            int received = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (received == 0)
            {
                return null;
            }

            _end += received;
        }
    }

    /// <summary>Moves the incomplete line to the start of the buffer, and enlarges the buffer if the line fills it.</summary>
    private void MakeRoom()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end > maxLength)
        {
            throw new ProtocolException($"expected lines of at most {maxLength} bytes, got a longer one.");
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, maxLength + 1L));
        }
    }

    private static string Decode(ReadOnlySpan<byte> line)
    {
        try
        {
            return Utf8.GetString(line.TrimEnd((byte)'\r'));
        }
        catch (DecoderFallbackException exception)
        {
            throw new ProtocolException($"expected lines of UTF-8, got other bytes: {exception.Message}", exception);
        }
    }
}
