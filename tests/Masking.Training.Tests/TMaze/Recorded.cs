using TorchSharp;

namespace Masking.Training.Tests;

/// <summary>Records the steps of environments.</summary>
internal sealed class Recorded<TObservation, TActions>(IVectorEnvironment<TObservation, TActions> environments)
    : IVectorEnvironment<TObservation, TActions>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    /// <summary>
    /// A step: the observation before it, the actions, and the observation after it, which is the final one where an episode was truncated.
    /// </summary>
    public sealed record Taken(
        TObservation Before, TActions Actions, TObservation After, float[] Rewards, float[][] ActorRewards, bool[] Dones,
        bool[] Truncated);

    public List<Taken> Steps { get; } = [];

    public int Count => environments.Count;

    public bool SavesEpisodes => environments.SavesEpisodes;

    public TObservation Observe() => environments.Observe();

    public VectorStepResult Step(TActions actions)
    {
        TObservation before = Kept(environments.Observe());
        VectorStepResult result = environments.Step(actions);
        TObservation after = Kept(environments.Observe());
        Steps.Add(new Taken(
            before, Kept(actions), after, [.. result.Rewards], [.. result.ActorRewards.Select(rewards => rewards.ToArray())],
            [.. result.Dones], [.. result.Truncated]));
        return result;
    }

    public void ResetTruncated() => environments.ResetTruncated();

    public string Render(int row) => environments.Render(row);

    public void Save(BinaryWriter writer) => environments.Save(writer);

    public void Load(BinaryReader reader) => environments.Load(reader);

    public void Dispose() => environments.Dispose();

    /// <summary>A copy that outlives the dispose scope of the update.</summary>
    private static T Kept<T>(T record) where T : ITensorRecord<T> =>
        T.FromTensors([.. record.ToTensors().Select(tensor => tensor?.clone().DetachFromDisposeScope())]);
}
