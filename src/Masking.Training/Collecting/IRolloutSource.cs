namespace Masking.Training;

/// <summary>Fills the rollout of a training, again and again.</summary>
/// <typeparam name="TObservation">The observation of the policy.</typeparam>
internal interface IRolloutSource<TObservation> : IDisposable
{
    /// <summary>Transforms each observation before it is stored in the rollout; null stores it unchanged.</summary>
    Func<TObservation, TObservation>? StoredObservationTransform { get; set; }

    /// <summary>The number of environments.</summary>
    int Environments { get; }

    /// <summary>The number of steps of each environment.</summary>
    long Step { get; }

    /// <summary>Whether <see cref="Save"/> writes the whole state of the environments.</summary>
    bool SavesEpisodes { get; }

    /// <summary>The settings that the results depend on.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>The time that the environments took in the last call of <see cref="Collect"/>.</summary>
    TimeSpan EnvironmentTime { get; }

    /// <summary>The returns of the episodes that ended in the last call of <see cref="Collect"/>, in the order of step and row.</summary>
    IReadOnlyList<double> FinishedReturns { get; }

    /// <summary>The values of the states after the last step: one for each environment, or one for each slot.</summary>
    ReadOnlySpan<float> LastValues { get; }

    /// <summary>
    /// The parameters that the rollout was collected with, as <see cref="ModuleState.Save"/> writes them; null: those of the policy.
    /// </summary>
    ReadOnlyMemory<byte>? CollectedWith { get; }

    /// <summary>Fills the rollout.</summary>
    /// <returns>False if it was canceled before the rollout was full.</returns>
    bool Collect(CancellationToken cancellationToken);

    /// <summary>Writes the state, without the number of steps.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads the state that <see cref="Save"/> wrote after a number of steps.</summary>
    void Load(BinaryReader reader, long step);

    /// <inheritdoc cref="ITrainer.RenderEpisode"/>
    IEnumerable<string> RenderEpisode();
}
