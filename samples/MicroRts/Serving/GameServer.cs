using System.Net;
using System.Net.Sockets;
using Masking.Samples.MicroRts.Players;

namespace Masking.Samples.MicroRts.Serving;

/// <summary>Lets a player play in the original game, which connects over TCP. Each connection has its own player.</summary>
public sealed class GameServer : IDisposable
{
    /// <summary>Further connections wait until another one has ended.</summary>
    private const int MaxConnections = 256;

    private static readonly TimeSpan TimeToRetry = TimeSpan.FromSeconds(1);

    private readonly TcpListener _listener;
    private readonly Func<IPlayer> _createPlayer;
    private readonly int _seed;
    private readonly TextWriter _log;

    /// <summary>Starts to listen on the loopback interface.</summary>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="createPlayer">Creates the player of a connection.</param>
    /// <param name="seed">The seed of the random numbers. A player whose connection gets the same lines gives the same answers.</param>
    /// <param name="log">Receives a line for each connection that ends.</param>
    /// <exception cref="IOException">The port is not free.</exception>
    public GameServer(int port, Func<IPlayer> createPlayer, int seed, TextWriter log)
    {
        ArgumentNullException.ThrowIfNull(log);
        (_createPlayer, _seed, _log) = (createPlayer, seed, TextWriter.Synchronized(log));
        _listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            _listener.Start();
        }
        catch (SocketException exception)
        {
            _listener.Dispose();
            throw new IOException($"cannot listen on port {port}: {exception.Message}. Choose another port, or 0 for any.", exception);
        }
    }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Accepts connections until the server is stopped.</summary>
    /// <param name="cancellationToken">Stops the server, and closes all connections.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<Task> connections = [];
        try
        {
            for (int number = 1; ; number++)
            {
                TcpClient client = await AcceptAsync(cancellationToken);
                connections.Add(ServeAsync(client, number, cancellationToken));
                if (connections.Count == MaxConnections)
                {
                    await Task.WhenAny(connections);
                }

                connections.RemoveAll(connection => connection.IsCompleted);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private async Task<TcpClient> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await _listener.AcceptTcpClientAsync(cancellationToken);
            }
            catch (SocketException exception)
            {
                // The client has given up, or the process has as many open files as it may have. Games under way go on.
                _log.WriteLine($"a connection was not accepted: {exception.Message}.");
                await Task.Delay(TimeToRetry, cancellationToken);
            }
        }
    }

    private async Task ServeAsync(TcpClient client, int number, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            using IPlayer player = _createPlayer();
            string end = await new Connection(client, new Conversation(player, _seed)).RunAsync(cancellationToken);
            _log.WriteLine($"connection {number}: {end}");
        }
        catch (Exception exception)
        {
            // An error of a player ends its own game only.
            _log.WriteLine($"connection {number}: {exception}");
        }
    }
}
