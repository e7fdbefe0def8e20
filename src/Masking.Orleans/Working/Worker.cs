using System.Net;
using Masking.Training;
using Microsoft.AspNetCore.Connections;

namespace Masking.Orleans;

/// <summary>The side of a distributed training that runs environments. It connects to a <see cref="Learner"/>.</summary>
public static class Worker
{
    /// <summary>
    /// Runs shards until it is canceled. A worker waits for a learner that does not answer, and joins it again when it was restarted.
    /// </summary>
    /// <param name="learner">The address or the host name, and the port of the learner; null if the options have a table.</param>
    /// <param name="createTraining">Creates the training from the arguments of the learner.</param>
    /// <param name="options">The options; null: the defaults.</param>
    /// <param name="cancellationToken">Stops the worker.</param>
    /// <exception cref="InvalidOperationException">The learner does not accept this worker. The message says why.</exception>
    /// <exception cref="ArgumentException">An option is not valid, or neither an address nor a table is given, or both are.</exception>
    public static async Task RunAsync(
        EndPoint? learner,
        Func<IReadOnlyList<string>, IShardedTraining> createTraining,
        WorkerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(createTraining);
        options ??= new WorkerOptions();
        options.Validate();
        if (learner is null == options.Cluster.Table is null)
        {
            throw new ArgumentException(
                $"expected either the address of the learner or {nameof(WorkerOptions.Cluster)}.{nameof(ClusterSettings.Table)}, got "
                    + $"{(learner is null ? "none" : "both")}.",
                nameof(learner));
        }

        string shown = learner is DnsEndPoint host ? $"{host.Host}:{host.Port}" : learner?.ToString() ?? "the address in the table";
        options.Logger.Waiting(shown);
        try
        {
            while (true)
            {
                await using LearnerConnection connection = await ConnectAsync(learner, shown, options, cancellationToken);
                using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, connection.Lost);
                Task<RunDescription> described = connection.Learner.Describe().WaitAsync(stop.Token);
                if (await IsAnsweredAsync(described, shown, options, cancellationToken))
                {
                    RunDescription run = await described;
                    IShardedTraining training = createTraining(run.Arguments);
                    WorkerDescription self = WorkerDescription.OfThisProcess(run.Run, training, options.Cluster);
                    WorkerSession session = new(connection.Learner, run, self, training, options.Cluster);
                    Task worked = session.RunAsync(options.Slots, () => options.Logger.JoinedLearner(shown), stop.Token);
                    await IsAnsweredAsync(worked, shown, options, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Awaits a task that calls the learner, and reports if the learner does not answer any more.</summary>
    private static async Task<bool> IsAnsweredAsync(Task task, string shown, WorkerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await task;
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            options.Logger.LostLearner(shown, "the connection was closed.");
        }
        catch (Exception exception) when (Connection.IsUnreachable(exception))
        {
            options.Logger.LostLearner(shown, exception.Message);
        }

        return false;
    }

    /// <summary>Tries to connect until it succeeds, and reports a reason why it does not once.</summary>
    private static async Task<LearnerConnection> ConnectAsync(
        EndPoint? learner, string shown, WorkerOptions options, CancellationToken cancellationToken)
    {
        string? reported = null;
        while (true)
        {
            try
            {
                // A new client for each attempt looks up the address again: a restarted learner may have another one.
                return await LearnerConnection.OpenAsync(learner, options.Cluster, cancellationToken);
            }
            catch (Exception exception) when (
                Connection.IsUnreachable(exception)
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Orleans cancels its own start when the connection is lost meanwhile.
                string reason = exception.GetBaseException() is ConnectionAbortedException
                    ? "the connection was closed. Expected certificates of the same authority on both sides, or none, and the same name."
                    : exception.GetBaseException().Message;
                if (reason != reported)
                {
                    options.Logger.CannotConnect(shown, reported = reason);
                }

                await Task.Delay(Timing.Beat, cancellationToken);
            }
        }
    }
}
