using System.Net;
using System.Net.Sockets;
using Masking.Benchmarks.Distributed;

namespace Masking.Benchmarks.Tests;

public sealed class CountingProxyTests
{
    [Fact]
    public async Task BothDirections_AreForwardedAndCounted()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using TcpListener learner = new(IPAddress.Loopback, 0);
        learner.Start();
        using CountingProxy proxy = new((IPEndPoint)learner.LocalEndpoint);
        using TcpClient worker = new();
        await worker.ConnectAsync(proxy.Address, cancellationToken);
        using TcpClient accepted = await learner.AcceptTcpClientAsync(cancellationToken);
        byte[] question = [1, 2, 3];
        byte[] answer = [4, 5, 6, 7];
        byte[] received = new byte[question.Length];
        byte[] returned = new byte[answer.Length];

        await worker.GetStream().WriteAsync(question, cancellationToken);
        await accepted.GetStream().ReadExactlyAsync(received, cancellationToken);
        await accepted.GetStream().WriteAsync(answer, cancellationToken);
        await worker.GetStream().ReadExactlyAsync(returned, cancellationToken);

        Assert.Equal(question, received);
        Assert.Equal(answer, returned);
        Assert.Equal(question.Length + answer.Length, proxy.Bytes);
    }
}
