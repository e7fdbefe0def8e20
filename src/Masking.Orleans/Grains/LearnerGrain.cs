namespace Masking.Orleans;

/// <inheritdoc/>
/// <param name="work">The work of the learner of this process.</param>
internal sealed class LearnerGrain(WorkQueue work) : Grain, ILearnerGrain
{
    /// <inheritdoc/>
    public Task<RunDescription> Describe() => Task.FromResult(work.Run);

    /// <inheritdoc/>
    public Task<string?> Join(WorkerDescription worker) => Task.FromResult(work.Join(worker));

    /// <inheritdoc/>
    public Task<ShardCall?> Take(Guid worker) => work.Take(worker);

    /// <inheritdoc/>
    public Task Complete(ShardAnswer answer)
    {
        work.Complete(answer);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<byte[]?> GetParameters(string run, long update) => Task.FromResult(work.ParametersOf(run, update));
}
