using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>Plays without learning.</summary>
public static class Episodes
{
    /// <summary>The undiscounted returns of some episodes, as many of each row, so that short ones count no more than long ones.</summary>
    /// <param name="environments">Worlds at the beginning of an episode.</param>
    /// <param name="act">What is done in them: <c>observation => policy.Act(observation, stream).Actions</c>. Its tensors are
    /// released.</param>
    /// <param name="episodesPerRow">The episodes of each row.</param>
    /// <returns>The returns, in the order in which the episodes ended.</returns>
    public static IReadOnlyList<double> Returns<TObservation, TActions>(
        IEnvironments<TObservation, TActions> environments, Func<TObservation, TActions> act, int episodesPerRow)
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(act);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(episodesPerRow);
        List<double> returns = [];
        int[] left = new int[environments.Count];
        Array.Fill(left, episodesPerRow);
        while (left.Any(episodes => episodes > 0))
        {
            StepResult result = Step(environments, act);
            int finished = 0;
            for (int row = 0; row < left.Length; row++)
            {
                if (result.Dones[row])
                {
                    double earned = result.FinishedReturns[finished++];
                    if (left[row]-- > 0)
                    {
                        returns.Add(earned);
                    }
                }
            }
        }

        return returns;
    }

    /// <summary>Pictures of one whole episode of the first row. What is under way there is played to its end before.</summary>
    /// <param name="environments">The worlds; all of them move on.</param>
    /// <param name="act">What is done in them. Its tensors are released.</param>
    /// <returns>The world before each step and, where the worlds tell, at the end.</returns>
    public static IEnumerable<string> Pictures<TObservation, TActions>(
        IEnvironments<TObservation, TActions> environments,
        Func<TObservation, TActions> act
    )
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(act);
        return WholeEpisode();

        IEnumerable<string> WholeEpisode()
        {
            StepResult result;
            do
            {
                result = Step(environments, act);
            }
            while (!result.Dones[0]);

            do
            {
                yield return environments.Draw(0);
                result = Step(environments, act);
            }
            while (!result.Dones[0]);

            if (result.Ends[0] is { } end)
            {
                yield return end;
            }
        }
    }

    private static StepResult Step<TObservation, TActions>(
        IEnvironments<TObservation, TActions> environments,
        Func<TObservation, TActions> act
    )
    {
        using DisposeScope scope = NewDisposeScope();
        StepResult result = environments.Step(act(environments.Observe()));
        environments.Renew();
        return result;
    }
}
