using System.Net;
using Masking.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Masking.Orleans;

/// <summary>The side of a distributed training that runs environments. It connects to a <see cref="Learner"/>.</summary>
public static class Worker
{
    /// <summary>
    /// Runs shards until it is canceled. A worker waits for a learner that does not answer, and joins it again when it was restarted.
    /// </summary>
    /// <param name="learner">The address and the port of the learner.</param>
    /// <param name="createTraining">Creates the training from the arguments of the learner.</param>
    /// <param name="slots">The number of shards that run at the same time; null: the number of cores.</param>
    /// <param name="cancellationToken">Stops the worker.</param>
    /// <exception cref="InvalidOperationException">The learner does not accept this worker. The message says why.</exception>
    public static async Task RunAsync(
        IPEndPoint learner,
        Func<IReadOnlyList<string>, IShardedTraining> createTraining,
        int? slots = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(createTraining);
        int most = slots ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(slots));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(learner);
            client.Configure<ClusterOptions>(Cluster.SetName);
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = Cluster.Beat);
            client.UseConnectionRetryFilter(async (_, token) =>
            {
                await Task.Delay(Cluster.Beat, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return !token.IsCancellationRequested;
            });
        });
        using IHost host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            ILearnerGrain grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ILearnerGrain>(0);
            while (true)
            {
                try
                {
                    await Work(grain, createTraining, most, cancellationToken);
                }
                catch (Exception exception) when (exception is OrleansException or TimeoutException or IOException)
                {
                    // The learner does not answer: it has stopped, and may be started again.
                    await Task.Delay(Cluster.Beat, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Joins the learner, and runs shards until it does not answer any more, or belongs to another run.</summary>
    private static async Task Work(
        ILearnerGrain learner,
        Func<IReadOnlyList<string>, IShardedTraining> createTraining,
        int slots,
        CancellationToken cancellationToken)
    {
        RunDescription run = await learner.Describe();
        IShardedTraining training = createTraining(run.Arguments);
        WorkerDescription self = new(Guid.NewGuid(), run.Run, WorkerSettings.Of(training));
        if (await learner.Join(self) is { } refusal)
        {
            throw new InvalidOperationException($"The learner does not accept this worker: {refusal}.");
        }

        using ShardPool pool = new();
        pool.Open(run.Run, training);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] tasks = [Beat(), .. Enumerable.Range(0, slots).Select(_ => RunShards())];
        try
        {
            await await Task.WhenAny(tasks);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task Beat()
        {
            while (await learner.Join(self) is null)
            {
                await Task.Delay(Cluster.Beat, stop.Token);
            }
        }

        async Task RunShards()
        {
            while (true)
            {
                ShardCall? call = await learner.Take(self.Id).WaitAsync(stop.Token);
                if (call is not null && await pool.Collect(call, learner) is { } answer)
                {
                    await learner.Complete(answer);
                }
            }
        }
    }
}
