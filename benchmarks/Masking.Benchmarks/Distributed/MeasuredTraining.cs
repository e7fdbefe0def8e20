using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <inheritdoc cref="IMeasuredTraining"/>
/// <param name="arguments">The arguments from which a worker creates the same training.</param>
/// <param name="definition">The definition.</param>
internal sealed class MeasuredTraining<TObservation, TActions, TDistribution, TBatch>(
    IReadOnlyList<string> arguments, PpoDefinition<TObservation, TActions, TDistribution, TBatch> definition) : IMeasuredTraining
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
    where TBatch : IRolloutBatch<TObservation, TActions>
{
    public IReadOnlyList<string> Arguments => arguments;

    public IShardedTraining Definition => definition;

    public int Environments => definition.Environments;

    public int Steps => definition.Steps;

    public ITrainer CreateTrainer(IShardRunner? runner = null) => definition.CreateTrainer(threads: 1, runner);

    public (Action<BinaryWriter> Save, Action<BinaryReader[]> Load) CreateRollout(int environments)
    {
        using TBatch batch = definition.CreateBatch(environments);
        Rollout<TObservation, TActions> rollout = batch.CreateRollout(definition.Steps);
        return (rollout.Save, rollout.Load);
    }
}
