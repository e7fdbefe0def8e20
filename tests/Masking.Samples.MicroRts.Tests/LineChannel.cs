using System.Text;
using System.Threading.Channels;

namespace Masking.Samples.MicroRts.Tests;

/// <summary>A writer whose lines can be awaited while the program that writes them runs.</summary>
internal sealed class LineChannel : TextWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? "");

    public ValueTask<string> ReadLineAsync() => _lines.Reader.ReadAsync(TestContext.Current.CancellationToken);
}
