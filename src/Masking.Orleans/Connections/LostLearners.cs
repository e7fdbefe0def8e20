using System.Net;
using System.Net.Sockets;

namespace Masking.Orleans;

/// <summary>
/// Marks the entries of learners that were killed as dead, when a learner starts. A learner that is stopped does this itself. Without it,
/// Orleans would wait for an answer of the killed learner for minutes, because other silos decide whether a silo is dead, and there are
/// none.
/// </summary>
/// <param name="table">The table of the cluster.</param>
/// <param name="own">The address and port with which this learner enters itself.</param>
internal sealed class LostLearners(IMembershipTable table, IPEndPoint own) : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Runs before this learner listens and enters itself.</summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(LostLearners), ServiceLifecycleStage.First, MarkAsDead);

    private async Task MarkAsDead(CancellationToken cancellationToken)
    {
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, cancellationToken);
        MembershipTableData all = await table.ReadAllAsync(cancellationToken);
        TableVersion version = all.Version;
        foreach ((MembershipEntry entry, string etag) in all.Members.Where(member => member.Item1.Status != SiloStatus.Dead))
        {
            IPEndPoint other = new(entry.SiloAddress.Endpoint.Address, entry.ProxyPort);
            if (await Answers(other, cancellationToken))
            {
                throw new IOException(
                    $"{other}: the table of the cluster contains another learner, which answers: stop it, or choose another "
                        + $"{nameof(ClusterSettings)}.{nameof(ClusterSettings.Name)}.");
            }

            entry.Status = SiloStatus.Dead;
            version = version.Next();
            if (!await table.UpdateRowAsync(entry, etag, version, cancellationToken))
            {
                throw new IOException($"{own}: another learner of the same cluster starts at the same time.");
            }
        }
    }

    /// <summary>Returns whether another learner listens on an address. If this one does, the other one does not any more.</summary>
    private async Task<bool> Answers(IPEndPoint other, CancellationToken cancellationToken)
    {
        if (other.Equals(own))
        {
            return false;
        }

        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ConnectTimeout);
        try
        {
            using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(other, timeout.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
