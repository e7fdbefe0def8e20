using Masking;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Examples.Training;

public sealed class HandWrittenLoop
{
    [Fact]
    public void Learns()
    {
        using Scalar half = 0.5, low = 0.8, high = 1.2, entropyWeight = 0.01;

        set_num_threads(1);                             // small tensors are faster on one thread
        manual_seed(1);
        using var policy = new NimPolicy();
        using var games = ParallelEnvironments.Of(
            new NimPolicy.Batch(environments: 16),
            batch => batch.Observation,
            Enumerable.Range(0, 16).Select(row => new NimGame()),
            seed: 1);
        var rollout = new NimPolicy.Rollout(steps: 64, environments: 16);
        var optimizer = new Adam(policy.parameters(), learningRate: 1e-3);
        var stream = new RandomStream(seed: 1);
        var shuffle = new RandomStream(seed: 2);
        List<double> returns = [];
        for (int update = 0; update < 40; update++)
        {
            using DisposeScope scope = NewDisposeScope();
            returns.Clear();
            rollout.Clear();
            while (!rollout.IsFull)
            {
                using Step<NimPolicy.Actions> step = policy.Act(games.Observe(), stream);
                rollout.Add(games.Observe(), step);
                VectorStepResult result = games.Step(step.Actions);
                rollout.AddOutcome(result.Rewards, result.Dones);
                returns.AddRange(result.FinishedReturns);
            }

            using Step<NimPolicy.Actions> last = policy.ActGreedily(games.Observe());
            rollout.ComputeAdvantages(gamma: 0.99, lambda: 0.95, last.Value);
            for (int epoch = 0; epoch < 4; epoch++)
            {
                foreach (var minibatch in rollout.Minibatches(count: 4, shuffle))
                {
                    using DisposeScope minibatchScope = NewDisposeScope();
                    Evaluation evaluation = policy.Evaluate(minibatch.Observation, minibatch.Actions);
                    Tensor advantage = PpoLoss.Normalized(minibatch.Advantage);
                    Tensor ratio = evaluation.LogProb.sub(minibatch.LogProb).exp();
                    Tensor surrogate = ratio.mul(advantage).minimum(ratio.clamp(low, high).mul(advantage));
                    Tensor error = evaluation.Value.sub(minibatch.Return);
                    Tensor loss = error.mul(error).mean().mul(half)
                        .sub(surrogate.mean())
                        .sub(evaluation.Entropy.mean().mul(entropyWeight));
                    optimizer.ZeroGrad();
                    loss.backward();
                    optimizer.Step(maxGradientNorm: 0.5);
                }
            }

            Console.WriteLine($"{16 * 64 * (update + 1):N0} steps: mean return {returns.Average():F2}");
        }

        Assert.InRange(returns.Average(), 0.75, 1);
    }
}
