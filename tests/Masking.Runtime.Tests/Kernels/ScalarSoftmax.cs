namespace Masking.Runtime.Tests.Kernels;

/// <summary>A scalar reference implementation of one masked row, in float64.</summary>
internal sealed class ScalarSoftmax
{
    private readonly double[] _logProbs;

    public ScalarSoftmax(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask)
    {
        double greatest = double.NegativeInfinity;
        double total = 0;
        _logProbs = new double[logits.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            greatest = mask[i] ? Math.Max(greatest, logits[i]) : greatest;
        }

        for (int i = 0; i < logits.Length; i++)
        {
            total += mask[i] ? Math.Exp(logits[i] - greatest) : 0;
        }

        for (int i = 0; i < logits.Length; i++)
        {
            _logProbs[i] = mask[i] ? logits[i] - greatest - Math.Log(total) : double.NegativeInfinity;
        }

        IsEmpty = total == 0;
    }

    public bool IsEmpty { get; }

    public double[] Probs => [.. _logProbs.Select(Math.Exp)];

    public double Entropy => -_logProbs.Where(double.IsFinite).Sum(logP => Math.Exp(logP) * logP);

    public double LogProb(long action) => action >= 0 ? _logProbs[action] : IsEmpty ? 0 : double.NegativeInfinity;

    /// <summary>The gradient of the log-probability with respect to the logits: <c>onehot(a) - p</c>.</summary>
    public double[] LogProbGradient(long action) => action < 0 || double.IsNegativeInfinity(_logProbs[action])
        ? new double[_logProbs.Length]
        : [.. _logProbs.Select((logP, i) => double.IsFinite(logP) ? (i == action ? 1 : 0) - Math.Exp(logP) : 0)];

    /// <summary>The gradient of the entropy with respect to the logits: <c>-p (log p + H)</c>.</summary>
    public double[] EntropyGradient() => [.. _logProbs.Select(logP => double.IsFinite(logP) ? -Math.Exp(logP) * (logP + Entropy) : 0)];
}
