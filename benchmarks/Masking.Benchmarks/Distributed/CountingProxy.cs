using System.Net;
using System.Net.Sockets;

namespace Masking.Benchmarks.Distributed;

/// <summary>Forwards TCP connections to a learner, and counts the bytes of both directions.</summary>
internal sealed class CountingProxy : IDisposable
{
    private readonly IPEndPoint _learner;
    private readonly TcpListener _listener;
    private long _bytes;

    /// <summary>Begins to listen.</summary>
    /// <param name="learner">The address of the learner.</param>
    public CountingProxy(IPEndPoint learner)
    {
        _learner = learner;
        _listener = new TcpListener(IPAddress.Loopback, port: 0);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The address that workers connect to.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>The bytes that were forwarded.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Stops listening. Connections end with their workers.</summary>
    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ForwardAsync(Socket worker)
    {
        using NetworkStream near = new(worker, ownsSocket: true);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_learner);
        using NetworkStream far = new(socket, ownsSocket: true);
        await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer)) > 0)
            {
                Interlocked.Add(ref _bytes, count);
                await to.WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
        }
    }
}
