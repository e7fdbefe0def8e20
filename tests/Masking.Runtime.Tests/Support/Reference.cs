namespace Masking.Runtime.Tests;

/// <summary>A reference implementation of a masked categorical distribution, in float64.</summary>
internal static class Reference
{
    public static double[] Probs(float[] logits, bool[] mask)
    {
        double greatest = Legal(logits, mask).DefaultIfEmpty().Max();
        double[] weights = [.. logits.Zip(mask, (logit, legal) => legal ? Math.Exp(logit - greatest) : 0)];
        double total = weights.Sum();
        return [.. weights.Select(weight => total == 0 ? 0 : weight / total)];
    }

    /// <summary>Returns log-probabilities; -inf for masked choices.</summary>
    public static double[] LogProbs(float[] logits, bool[] mask)
    {
        double greatest = Legal(logits, mask).DefaultIfEmpty().Max();
        double total = Math.Log(Legal(logits, mask).Sum(logit => Math.Exp(logit - greatest)));
        return [.. logits.Zip(mask, (logit, legal) => legal ? logit - greatest - total : double.NegativeInfinity)];
    }

    public static double Entropy(float[] logits, bool[] mask) =>
        -Probs(logits, mask).Zip(LogProbs(logits, mask)).Where(choice => choice.First > 0).Sum(choice => choice.First * choice.Second);

    public static double Divergence(float[] logits, bool[] mask, float[] otherLogits, bool[] otherMask)
    {
        double[] p = LogProbs(logits, mask);
        double[] q = LogProbs(otherLogits, otherMask);
        return Enumerable
            .Range(0, p.Length)
            .Where(i => mask[i])
            .Sum(i => otherMask[i] ? Math.Exp(p[i]) * (p[i] - q[i]) : double.PositiveInfinity);
    }

    public static long Mode(float[] logits, bool[] mask)
    {
        long mode = -1;
        for (int i = 0; i < logits.Length; i++)
        {
            if (mask[i] && (mode < 0 || logits[i] > logits[mode]))
            {
                mode = i;
            }
        }

        return mode;
    }

    private static IEnumerable<double> Legal(float[] logits, bool[] mask) => logits.Where((_, i) => mask[i]).Select(logit => (double)logit);
}
