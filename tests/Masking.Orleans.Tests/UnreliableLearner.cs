namespace Masking.Orleans.Tests;

/// <summary>A learner whose calls are late, are lost, arrive twice, or whose answers are lost.</summary>
/// <param name="learner">The learner.</param>
/// <param name="random">The random numbers. It is locked where it is used.</param>
internal sealed class UnreliableLearner(ILearnerGrain learner, Random random) : ILearnerGrain
{
    private const int MostMilliseconds = 4;

    public Task<RunDescription> Describe() => learner.Describe();

    public async Task<string?> Join(WorkerDescription worker)
    {
        await Late();
        return await learner.Join(worker);
    }

    public async Task<ShardCall?> Take(Guid worker)
    {
        await Late();
        ShardCall? call = await learner.Take(worker);
        await Late();
        LoseOneOf(30);
        return call;
    }

    public async Task Complete(ShardAnswer answer)
    {
        LoseOneOf(30);
        if (Next(10) == 0)
        {
            _ = LateAsync();
        }

        await Late();
        await learner.Complete(answer);
        LoseOneOf(30);

        async Task LateAsync()
        {
            await Task.Delay(Next(200));
            await learner.Complete(answer);
        }
    }

    public async Task<byte[]?> GetParameters(string run, long update)
    {
        await Late();
        LoseOneOf(30);
        byte[]? parameters = await learner.GetParameters(run, update);
        await Late();
        return parameters;
    }

    private async Task Late()
    {
        if (Next(3) == 0)
        {
            await Task.Delay(Next(MostMilliseconds));
        }
    }

    private void LoseOneOf(int calls)
    {
        if (Next(calls) == 0)
        {
            throw new TimeoutException("a message was lost.");
        }
    }

    private int Next(int limit)
    {
        lock (random)
        {
            return random.Next(limit);
        }
    }
}
