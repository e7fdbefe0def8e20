using Masking.Benchmarks.Comparing;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

/// <summary>A contender with random logits, mask and actions. All contenders get the same values.</summary>
internal sealed class ChoiceFixture : IDisposable
{
    private static readonly Scalar LegalFraction = 0.6;
    private static readonly Scalar Half = 0.5;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly IContender _contender;
    private readonly Tensor _logits;
    private readonly Tensor _legal;
    private readonly Tensor _mask;
    private readonly Tensor _actions;

    /// <summary>Draws logits, a mask and legal actions.</summary>
    /// <param name="contender">The contender.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of choices, or of bits.</param>
    /// <param name="areBits">Whether an action is a row of independent bits.</param>
    public ChoiceFixture(IContender contender, int rows, int columns, bool areBits = false)
    {
        manual_seed(rows + columns);
        _contender = contender;
        _logits = randn(rows, columns, requires_grad: true);
        _legal = rand(rows, columns).lt(LegalFraction);
        _legal.narrow(1, 0, 1).fill_(Scalars.True);
        _mask = contender.Prepare(_legal);
        _actions = areBits
            ? _legal.logical_and(rand(rows, columns).lt(Half)).to(ScalarType.Int64)
            : _legal.to(ScalarType.Float32).multinomial(1).squeeze(1);
    }

    /// <summary>Applies the mask, draws actions, and computes their log-probabilities.</summary>
    public void Act()
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _contender.Act(_logits, _mask);
    }

    /// <summary>Computes log-probability and entropy of given actions, and the gradient of the logits.</summary>
    public void EvaluateAndBackward()
    {
        using DisposeScope scope = NewDisposeScope();
        Gradient();
    }

    /// <summary>Throws if another contender computes different results.</summary>
    /// <param name="title">The name of the comparison, for the error message.</param>
    /// <param name="other">A fixture of the other contender, with the same size.</param>
    /// <exception cref="DisagreementException">Probabilities, log-probabilities, entropies or gradients differ.</exception>
    public void RequireSame(string title, ChoiceFixture other)
    {
        using DisposeScope scope = NewDisposeScope();
        Agreement.RequireClose($"{title}: logits", _logits, other._logits);
        Tensor probs = _contender.Probs(_logits, _mask);
        Tensor otherProbs = other._contender.Probs(other._logits, other._mask);
        Agreement.RequireClose($"{title}: probabilities", probs, otherProbs);
        (Tensor logProb, Tensor entropy, Tensor gradient) = Gradient();
        (Tensor otherLogProb, Tensor otherEntropy, Tensor otherGradient) = other.Gradient();
        Agreement.RequireClose($"{title}: log-probabilities", logProb, otherLogProb);
        Agreement.RequireClose($"{title}: entropies", entropy, otherEntropy);
        Agreement.RequireClose($"{title}: gradients", gradient, otherGradient);
    }

    /// <summary>Throws if the contender draws masked choices, or if frequencies do not match the probabilities.</summary>
    /// <param name="title">The name of the comparison, for the error message.</param>
    /// <exception cref="DisagreementException">The draws do not match the probabilities.</exception>
    public void RequireFairDraws(string title)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor probs = _contender.Probs(_logits, _mask).masked_fill(_legal.logical_not(), Scalars.Zero);
        Agreement.RequireFrequencies($"{title}: draws of {_contender.GetType().Name}", probs, Draw);
    }

    /// <summary>Disposes logits, mask and actions.</summary>
    public void Dispose() => _scope.Dispose();

    private (Tensor LogProb, Tensor Entropy, Tensor Gradient) Gradient()
    {
        (Tensor logProb, Tensor entropy) = _contender.Evaluate(_logits, _mask, _actions);
        return (logProb, entropy, autograd.grad([logProb.add(entropy, Scalars.One).sum()], [_logits])[0]);
    }

    private Tensor Draw()
    {
        (Tensor actions, _) = _contender.Act(_logits, _mask);
        return actions.dim() == 1 ? Agreement.OneHot(actions, _logits.size(1)) : actions.to(ScalarType.Float64);
    }
}
