namespace Masking.Training;

/// <summary>Creates <see cref="Demonstrations{TObservation, TActions}"/> with inferred type arguments.</summary>
public static class Demonstrations
{
    /// <summary>Creates an empty recording.</summary>
    /// <param name="batch">The batch of the policy, whose sizes the recording has. The caller keeps ownership.</param>
    public static Demonstrations<TObservation, TActions> Of<TObservation, TActions>(IRolloutBatch<TObservation, TActions> batch)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions> => new(batch);

    /// <summary>Records a player in a number of environments.</summary>
    /// <param name="batch">The batch of the policy, whose sizes the recording has. The caller keeps ownership.</param>
    /// <param name="environments">The environments, of the same number. The caller keeps ownership.</param>
    /// <param name="act">The player, for example <c>observation => teacher.ActGreedily(observation).Actions</c>. The tensors are
    /// disposed.</param>
    /// <param name="steps">The number of steps of each environment.</param>
    public static Demonstrations<TObservation, TActions> Record<TObservation, TActions>(
        IRolloutBatch<TObservation, TActions> batch,
        IVectorEnvironment<TObservation, TActions> environments,
        Func<TObservation, TActions> act,
        int steps)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(act);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        Demonstrations<TObservation, TActions> demonstrations = new(batch);
        for (int step = 0; step < steps; step++)
        {
            using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
            TObservation observation = environments.Observe();
            TActions actions = act(observation);
            demonstrations.Add(observation, actions, []);
            VectorStepResult result = environments.Step(actions);
            demonstrations.EndEpisodes(result.Dones);
            environments.ResetTruncated();
        }

        return demonstrations;
    }
}
