using System.Net;

namespace Masking.Orleans.Tests;

/// <summary>Addresses of this machine.</summary>
internal static class Addresses
{
    /// <summary>An address with a port that nothing listens on.</summary>
    public static IPEndPoint Free() => new(IPAddress.Loopback, FreePort.Find());
}
