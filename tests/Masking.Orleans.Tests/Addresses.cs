using System.Net;
using System.Net.Sockets;

namespace Masking.Orleans.Tests;

/// <summary>Addresses of this machine.</summary>
internal static class Addresses
{
    /// <summary>An address with a port that nothing listens on.</summary>
    public static IPEndPoint Free()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
