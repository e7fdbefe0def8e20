using System.Net;
using System.Net.Sockets;

namespace Masking.Orleans;

/// <summary>Ports of this machine.</summary>
internal static class FreePort
{
    /// <summary>Returns a port that nothing listens on.</summary>
    public static int Find()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
