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
    /// <param name="act">Selects the actions: <c>observation => policy.Act(observation, stream).Actions</c>. Their tensors are
    /// disposed.</param>
    /// <param name="episodesPerRow">The number of episodes per row.</param>
    /// <returns>The returns, in the order in which the episodes ended.</returns>
    public static IReadOnlyList<double> Returns<TObservation, TActions>(
        IVectorEnvironment<TObservation, TActions> environments, Func<TObservation, TActions> act, int episodesPerRow)
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(act);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(episodesPerRow);
        List<double> returns = [];
        int[] remaining = new int[environments.Count];
        Array.Fill(remaining, episodesPerRow);
        while (remaining.Any(episodes => episodes > 0))
        {
            VectorStepResult result = Step(environments, act);
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

    /// <summary>Renders a whole episode of the first row. The current episode of that row is completed first.</summary>
    /// <param name="environments">The environments; all rows step.</param>
    /// <param name="act">Selects the actions. Their tensors are disposed.</param>
    /// <returns>The state before each step and, if the environment renders it, the final state.</returns>
    public static IEnumerable<string> Frames<TObservation, TActions>(
        IVectorEnvironment<TObservation, TActions> environments,
        Func<TObservation, TActions> act
    )
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(act);
        return WholeEpisode();

        IEnumerable<string> WholeEpisode()
        {
            VectorStepResult result;
            do
            {
                result = Step(environments, act);
            }
            while (!result.Dones[0]);

            do
            {
                yield return environments.Render(0);
                result = Step(environments, act);
            }
            while (!result.Dones[0]);

            if (result.FinalFrames[0] is { } end)
            {
                yield return end;
            }
        }
    }

    private static VectorStepResult Step<TObservation, TActions>(
        IVectorEnvironment<TObservation, TActions> environments,
        Func<TObservation, TActions> act
    )
    {
        using DisposeScope scope = NewDisposeScope();
        VectorStepResult result = environments.Step(act(environments.Observe()));
        environments.ResetTruncated();
        return result;
    }
}
