using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.ConnectFour;

/// <summary>Evaluates a policy on one position at a time.</summary>
/// <param name="policy">The policy. The caller keeps ownership.</param>
public sealed class Agent(ConnectFourPolicy policy) : IDisposable
{
    private readonly ConnectFourPolicy.Batch _batch = new(environments: 1);

    /// <summary>Returns the move probabilities and the value of a position.</summary>
    /// <param name="position">A position in which the game is not over.</param>
    public PositionEvaluation Evaluate(Position position)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _batch.WritePosition(row: 0, position);
        ConnectFourPolicy.Distribution distribution = policy.call(_batch.Observation);
        return new PositionEvaluation(distribution.MoveProbs.data<float>().ToArray(), distribution.Value.item<float>());
    }

    /// <summary>Disposes the batch.</summary>
    public void Dispose() => _batch.Dispose();
}
