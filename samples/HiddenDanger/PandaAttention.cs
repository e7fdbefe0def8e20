using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.HiddenDanger;

/// <summary>The attention weights of a panda in a position.</summary>
/// <param name="Title">The title of the picture.</param>
/// <param name="World">The position.</param>
/// <param name="Weights">The attention weight of each entity: the mean over the heads of the last block, exactly 0 for masked
/// entities.</param>
public sealed record PandaAttention(string Title, PandaWorld World, IReadOnlyList<float> Weights)
{
    /// <summary>Computes the attention weights of a policy.</summary>
    /// <param name="title">The title of the picture.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="world">The position.</param>
    public static PandaAttention Measure(string title, PandaPolicy policy, PandaWorld world)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(world);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using PandaPolicy.Batch batch = new(environments: 1, Board.Entities);
        world.WriteObservation(batch, row: 0);
        PandaPolicy.Observation observation = batch.Observation;
        Tensor map = policy.Entities.AttentionMaps(observation.Entities, observation.EntitiesMask)[^1];
        return new PandaAttention(title, world, map.mean([0, 1])[(int)Kind.Panda].data<float>().ToArray());
    }
}
