using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Masking.Samples.MicroRts.Tests.Serving;

/// <summary>The side of the original game in a conversation.</summary>
internal sealed class Game : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private StreamReader _reader = null!;

    /// <summary>Connects and receives the welcome.</summary>
    public static async Task<Game> ConnectAsync(int port)
    {
        Game game = new();
        await game._client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        game._client.NoDelay = true;
        game._reader = new StreamReader(game._client.GetStream());
        Assert.Equal("welcome", await game.ReceiveAsync());
        return game;
    }

    public Task SendAsync(params IEnumerable<string> lines) =>
        SendAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n"))));

    public async Task SendAsync(byte[] bytes) =>
        await _client.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>Receives a line; null if the connection was closed.</summary>
    public async Task<string?> ReceiveAsync() => await _reader.ReadLineAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
