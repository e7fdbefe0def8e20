using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>Runs episodes without learning.</summary>
public static class Episodes
{
    /// <summary>
    /// Runs the same number of episodes in each row and returns their undiscounted returns. A fixed number per row keeps short episodes
    /// from being counted more often than long ones.
    /// </summary>
    /// <param name="environments">The environments, at the beginning of an episode.</param>
    /// <param name="policy">The policy that acts. A recurrent policy carries its memory through each episode.</param>
    /// <param name="stream">The random numbers of the actions; null selects the most probable actions.</param>
    /// <param name="episodesPerRow">The number of episodes per row.</param>
    /// <returns>The returns, in the order in which the episodes ended.</returns>
    public static IReadOnlyList<double> Returns<TObservation, TActions, TDistribution>(
        IVectorEnvironment<TObservation, TActions> environments,
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        RandomStream? stream,
        int episodesPerRow)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(policy);
        using CarriedMemory<TObservation, TActions> memory = policy.CarryMemory(environments.Count);
        return Returns(environments.Count, () => Step(environments, policy, memory, stream), episodesPerRow);
    }

    /// <summary>The same for any way to select actions.</summary>
    /// <param name="environments">The environments, at the beginning of an episode.</param>
    /// <param name="act">Selects the actions: <c>observation => values.ActGreedily(observation)</c>. Their tensors are disposed.</param>
    /// <param name="episodesPerRow">The number of episodes per row.</param>
    /// <returns>The returns, in the order in which the episodes ended.</returns>
    public static IReadOnlyList<double> Returns<TObservation, TActions>(
        IVectorEnvironment<TObservation, TActions> environments, Func<TObservation, TActions> act, int episodesPerRow)
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(act);
        return Returns(environments.Count, () => Step(environments, act), episodesPerRow);
    }

    /// <summary>Renders a whole episode of the first row. The current episode of that row is completed first.</summary>
    /// <param name="environments">The environments; all rows step.</param>
    /// <param name="policy">The policy that acts. A recurrent policy carries its memory through each episode.</param>
    /// <param name="stream">The random numbers of the actions; null selects the most probable actions.</param>
    /// <returns>The state before each step and, if the environment renders it, the final state.</returns>
    public static IEnumerable<string> Frames<TObservation, TActions, TDistribution>(
        IVectorEnvironment<TObservation, TActions> environments,
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        RandomStream? stream)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(policy);
        return WithMemory();

        IEnumerable<string> WithMemory()
        {
            using CarriedMemory<TObservation, TActions> memory = policy.CarryMemory(environments.Count);
            foreach (string frame in Frames(environments.Render, () => Step(environments, policy, memory, stream)))
            {
                yield return frame;
            }
        }
    }

    /// <summary>The same for any way to select actions.</summary>
    /// <param name="environments">The environments; all rows step.</param>
    /// <param name="act">Selects the actions. Their tensors are disposed.</param>
    /// <returns>The state before each step and, if the environment renders it, the final state.</returns>
    public static IEnumerable<string> Frames<TObservation, TActions>(
        IVectorEnvironment<TObservation, TActions> environments, Func<TObservation, TActions> act)
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(act);
        return Frames(environments.Render, () => Step(environments, act));
    }

    private static List<double> Returns(int rows, Func<VectorStepResult> step, int episodesPerRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(episodesPerRow);
        List<double> returns = [];
        int[] remaining = new int[rows];
        Array.Fill(remaining, episodesPerRow);
        while (remaining.Any(episodes => episodes > 0))
        {
            VectorStepResult result = step();
            int finished = 0;
            for (int row = 0; row < remaining.Length; row++)
            {
                if (result.Dones[row])
                {
                    double episodeReturn = result.FinishedReturns[finished++];
                    if (remaining[row]-- > 0)
                    {
                        returns.Add(episodeReturn);
                    }
                }
            }
        }

        return returns;
    }

    /// <summary>Renders a whole episode of the first row, after the current one.</summary>
    /// <param name="render">Renders a row.</param>
    /// <param name="step">Takes a step in all rows.</param>
    internal static IEnumerable<string> Frames(Func<int, string> render, Func<VectorStepResult> step)
    {
        VectorStepResult result;
        do
        {
            result = step();
        }
        while (!result.Dones[0]);

        do
        {
            yield return render(0);
            result = step();
        }
        while (!result.Dones[0]);

        if (result.FinalFrames[0] is { } end)
        {
            yield return end;
        }
    }

    /// <summary>Takes a step in all rows, and updates the memory.</summary>
    internal static VectorStepResult Step<TObservation, TActions, TDistribution>(
        IVectorEnvironment<TObservation, TActions> environments,
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        CarriedMemory<TObservation, TActions> memory,
        RandomStream? stream)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        using DisposeScope scope = NewDisposeScope();
        TObservation observation = memory.AddTo(environments.Observe());
        Step<TActions> step = stream is null ? policy.ActGreedily(observation) : policy.Act(observation, stream);
        VectorStepResult result = environments.Step(step.Actions);
        memory.Remember(step);
        memory.Reset(result.Dones);
        environments.ResetTruncated();
        return result;
    }

    private static VectorStepResult Step<TObservation, TActions>(
        IVectorEnvironment<TObservation, TActions> environments, Func<TObservation, TActions> act)
    {
        using DisposeScope scope = NewDisposeScope();
        VectorStepResult result = environments.Step(act(environments.Observe()));
        environments.ResetTruncated();
        return result;
    }
}
