using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>Plays without learning.</summary>
public static class Episodes
{
    /// <summary>The undiscounted returns of some episodes, as many of each row, so that short ones count no more than long ones.</summary>
    /// <param name="environments">Worlds at the beginning of an episode.</param>
    /// <param name="act">What is done in them: <c>observation => policy.Act(observation, stream).Actions</c>. Its tensors are released.</param>
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
            using DisposeScope scope = NewDisposeScope();
            StepResult result = environments.Step(act(environments.Observe()));
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

            environments.Renew();
        }

        return returns;
    }
}
