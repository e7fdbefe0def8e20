using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>Programs that connect to a learner and send what no worker sends.</summary>
public sealed class StrangerTests
{
    private const int Updates = 6;

    [Fact]
    public async Task BytesThatAreNoMessages_AndMessagesAboveTheLimit_HaveNoEffectOnTheTraining()
    {
        byte[] expected = CoinTrainings.Train(CoinTrainings.Define().CreateTrainer(threads: 1), Updates);
        ClusterSettings settings = new() { MaxMessageBytes = 1 << 20 };
        IPEndPoint address = Addresses.Free();
        await using Learner learner = await Learner.StartAsync(
            address, CoinTrainings.Define(), [], new LearnerOptions { Cluster = settings }, TestContext.Current.CancellationToken);
        await using RunningWorker worker = new(address, settings);
        ITrainer trainer = CoinTrainings.Define().CreateTrainer(threads: 1, learner.Runner);

        byte[] actual = await Task.Run(() => CoinTrainings.Train(trainer, Updates, update => Send(update).GetAwaiter().GetResult()));

        Assert.Equal(expected, actual);
        Assert.Equal((1, 0), (learner.Workers, learner.Repeated));

        Task Send(int update) => update switch
        {
            0 => SendBytes(address, Lengths(int.MaxValue, int.MaxValue)),
            1 => SendBytes(address, Lengths(-1, -1)),
            2 => SendBytes(address, Lengths(16, 0, 0, 0, 0)),
            3 => SendBytes(address, [.. "GET / HTTP/1.1\r\nHost: learner\r\n\r\n"u8]),
            4 => SendLargeMessage(address, settings),
            _ => Task.CompletedTask,
        };
    }

    private static byte[] Lengths(params int[] lengths)
    {
        byte[] bytes = new byte[sizeof(int) * lengths.Length];
        for (int index = 0; index < lengths.Length; index++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int) * index), lengths[index]);
        }

        return bytes;
    }

    /// <summary>Sends bytes, and waits until the learner closes the connection.</summary>
    private static async Task SendBytes(IPEndPoint address, byte[] bytes)
    {
        using TcpClient client = new();
        await client.ConnectAsync(address, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);
        try
        {
            // The learner first introduces itself.
            byte[] answer = new byte[4096];
            while (await client.GetStream().ReadAsync(answer, TestContext.Current.CancellationToken) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Sends an answer above the limit of the learner, and waits until the learner closes the connection.</summary>
    private static async Task SendLargeMessage(IPEndPoint address, ClusterSettings settings)
    {
        await using LearnerConnection connection = await LearnerConnection.OpenAsync(
            address, settings with { MaxMessageBytes = 16 << 20 }, TestContext.Current.CancellationToken);
        TaskCompletionSource lost = new();
        await using CancellationTokenRegistration registration = connection.Lost.Register(lost.SetResult);
        ShardAnswer answer = new(
            Guid.NewGuid(), new ShardCall("run", 1, 0, []), new byte[4 << 20], [], TimeSpan.Zero, Failure: null);

        Task sent = connection.Learner.Complete(answer);

        await Task.WhenAny(lost.Task, sent);
        Assert.False(sent.IsCompleted);
    }
}
