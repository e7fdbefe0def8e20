using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.HiddenDanger;

/// <summary>What a panda attends to in a position.</summary>
/// <param name="Title">Whose attention it is.</param>
/// <param name="World">The position.</param>
/// <param name="Weights">How it divides its attention between the entities: the mean over the heads of the last block, exactly 0 where
/// masked.</param>
public sealed record PandaAttention(string Title, PandaWorld World, IReadOnlyList<float> Weights)
{
    /// <summary>The attention of a policy.</summary>
    /// <param name="title">Whose it is.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="world">The position.</param>
    public static PandaAttention Of(string title, PandaPolicy policy, PandaWorld world)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(world);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using PandaPolicy.Batch batch = new(environments: 1, Board.Entities);
        world.Show(batch, row: 0);
        PandaPolicy.Observation observation = batch.Observation;
        Tensor map = policy.Entities.AttentionMaps(observation.Entities, observation.EntitiesMask)[^1];
        return new PandaAttention(title, world, map.mean([0, 1])[(int)Kind.Panda].data<float>().ToArray());
    }
}
