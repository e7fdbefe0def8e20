using Masking.Samples.MicroRts.Players;
using Masking.Samples.MicroRts.Serving;

namespace Masking.Samples.MicroRts.Tests.Serving;

/// <summary>A server that runs until it is disposed of.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly GameServer _server;
    private readonly Task _running;

    public RunningServer(Func<IPlayer> createPlayer)
    {
        _server = new GameServer(port: 0, createPlayer, seed: 1, Log);
        _running = _server.RunAsync(_stop.Token);
    }

    public LineChannel Log { get; } = new();

    public int Port => _server.Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _server.Dispose();
        _stop.Dispose();
    }
}
