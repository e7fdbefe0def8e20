using Masking.Benchmarks.Comparing;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

/// <summary>A contender with random logits under a random mask, which are the same for every contender.</summary>
internal sealed class Choosing : IDisposable
{
    private static readonly Scalar Legality = 0.6;
    private static readonly Scalar Half = 0.5;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly IContender _contender;
    private readonly Tensor _logits;
    private readonly Tensor _legal;
    private readonly Tensor _mask;
    private readonly Tensor _actions;

    /// <summary>Draws logits, a mask and legal actions.</summary>
    /// <param name="contender">What chooses.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Choices, or bits.</param>
    /// <param name="areBits">Whether an action is a row of bits.</param>
    public Choosing(IContender contender, int rows, int columns, bool areBits = false)
    {
        manual_seed(rows + columns);
        _contender = contender;
        _logits = randn(rows, columns, requires_grad: true);
        _legal = rand(rows, columns).lt(Legality);
        _legal.narrow(1, 0, 1).fill_(Scalars.True);
        _mask = contender.Prepare(_legal);
        _actions = areBits
            ? _legal.logical_and(rand(rows, columns).lt(Half)).to(ScalarType.Int64)
            : _legal.to(ScalarType.Float32).multinomial(1).squeeze(1);
    }

    /// <summary>Masks, draws, and takes the log-probability.</summary>
    public void Act()
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _contender.Act(_logits, _mask);
    }

    /// <summary>Takes log-probability and entropy of given actions, and their gradient to the logits.</summary>
    public void Learn()
    {
        using DisposeScope scope = NewDisposeScope();
        Gradient();
    }

    /// <summary>Refuses a contender that does not compute what another does.</summary>
    /// <param name="title">What is compared, for the error.</param>
    /// <param name="other">Another contender, on the same numbers.</param>
    /// <exception cref="DisagreementException">Probabilities, log-probabilities, entropies or gradients differ.</exception>
    public void RequireSame(string title, Choosing other)
    {
        using DisposeScope scope = NewDisposeScope();
        Agreement.Same($"{title}: logits", _logits, other._logits);
        Agreement.Same($"{title}: probabilities", _contender.Probs(_logits, _mask), other._contender.Probs(other._logits, other._mask));
        (Tensor logProb, Tensor entropy, Tensor gradient) = Gradient();
        (Tensor otherLogProb, Tensor otherEntropy, Tensor otherGradient) = other.Gradient();
        Agreement.Same($"{title}: log-probabilities", logProb, otherLogProb);
        Agreement.Same($"{title}: entropies", entropy, otherEntropy);
        Agreement.Same($"{title}: gradients", gradient, otherGradient);
    }

    /// <summary>Refuses a contender that draws what is masked, or draws too often or too seldom.</summary>
    /// <param name="title">What is compared, for the error.</param>
    /// <exception cref="DisagreementException">The draws do not fit the probabilities.</exception>
    public void RequireFairDraws(string title)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor probs = _contender.Probs(_logits, _mask).masked_fill(_legal.logical_not(), Scalars.Zero);
        Agreement.Drawn($"{title}: draws of {_contender.GetType().Name}", probs, Draw);
    }

    /// <summary>Releases logits, mask and actions.</summary>
    public void Dispose() => _scope.Dispose();

    private (Tensor LogProb, Tensor Entropy, Tensor Gradient) Gradient()
    {
        (Tensor logProb, Tensor entropy) = _contender.Evaluate(_logits, _mask, _actions);
        return (logProb, entropy, autograd.grad([logProb.add(entropy, Scalars.One).sum()], [_logits])[0]);
    }

    private Tensor Draw()
    {
        (Tensor actions, _) = _contender.Act(_logits, _mask);
        return actions.dim() == 1 ? Agreement.Ones(actions, _logits.size(1)) : actions.to(ScalarType.Float64);
    }
}
