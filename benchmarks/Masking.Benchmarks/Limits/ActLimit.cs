using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Limits;

/// <summary>
/// The least that any act on TorchSharp executes: a dispose scope, <c>no_grad</c>, the exponentials of all logits, and two results. It
/// draws nothing.
/// </summary>
internal sealed class ActLimit : ILimit
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _logits;
    private readonly long[] _actions;
    private readonly bool _areBits;

    /// <summary>Draws the logits.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of choices, or of bits.</param>
    /// <param name="areBits">Whether an action is a row of bits. Then every bit also needs a random number.</param>
    public ActLimit(int rows, int columns, bool areBits = false)
    {
        _logits = randn(rows, columns);
        _actions = areBits ? [rows, columns] : [rows];
        _areBits = areBits;
    }

    /// <inheritdoc/>
    public void Run()
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _logits.exp();
        if (_areBits)
        {
            rand(_actions);
        }

        empty(_actions, ScalarType.Int64);
        empty(_logits.size(0));
    }

    /// <summary>Disposes the logits.</summary>
    public void Dispose() => _scope.Dispose();
}
