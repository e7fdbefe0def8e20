using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.ConnectFour;

/// <summary>A policy that is asked about one position at a time.</summary>
/// <param name="policy">The policy; it stays the caller's.</param>
public sealed class Agent(ConnectFourPolicy policy) : IDisposable
{
    private readonly ConnectFourPolicy.Batch _batch = new(environments: 1);

    /// <summary>What it makes of a position.</summary>
    /// <param name="position">One in which the game is not over.</param>
    public Thoughts Think(Position position)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _batch.Show(row: 0, position);
        ConnectFourPolicy.Distribution distribution = policy.call(_batch.Observation);
        return new Thoughts(distribution.MoveProbs.data<float>().ToArray(), distribution.Value.item<float>());
    }

    /// <summary>Releases its memory.</summary>
    public void Dispose() => _batch.Dispose();
}
