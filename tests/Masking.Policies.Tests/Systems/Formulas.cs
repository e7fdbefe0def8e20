using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

/// <summary>
/// A reference computation of the heads of a policy: loops over float64, from the parameters and the documented formulas.
/// </summary>
internal sealed class Formulas(nn.Module policy)
{
    private readonly Dictionary<string, Tensor> _parameters = policy
        .named_parameters()
        .ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
    private readonly Dictionary<string, double[]> _numbers = [];

    /// <summary>Computes <c>W x + b</c>.</summary>
    public double[] Linear(string layer, double[] x)
    {
        double[] weight = Parameter($"{layer}.weight");
        double[] y = _parameters.ContainsKey($"{layer}.bias") ? [.. Parameter($"{layer}.bias")] : new double[weight.Length / x.Length];
        for (int row = 0; row < y.Length; row++)
        {
            y[row] += Dot(weight.AsSpan(row * x.Length, x.Length), x);
        }

        return y;
    }

    /// <summary>Computes the input of a head with <c>Given</c>: <c>relu(W x + b + Σ E c)</c>.</summary>
    public double[] Given(string head, double[] x, params double[][] choices)
    {
        double[] sum = Linear($"{head}.given.layer", x);
        for (int i = 0; i < choices.Length; i++)
        {
            sum = Add(sum, Linear($"{head}.given.choices.{i}", choices[i]));
        }

        return [.. sum.Select(number => Math.Max(0, number))];
    }

    /// <summary>Computes the logits of a pointer: <c>q·k / sqrt(width)</c>.</summary>
    public double[] Point(string head, double[] x, double[][] candidates)
    {
        double[] query = Linear($"{head}.query", x);
        return [.. candidates.Select(candidate => Dot(query, Linear($"{head}.key", candidate)) / Math.Sqrt(query.Length))];
    }

    /// <summary>
    /// Computes the log-probability of the picks of a subset. The query changes with every pick, <c>q + Σ U e</c>, until the end is picked.
    /// </summary>
    public double Pick(string head, double[] x, double[][] candidates, bool[] legal, long[] picks, int atLeast)
    {
        double[] query = Linear($"{head}.query", x);
        double[][] keys = [.. candidates.Select(candidate => Linear($"{head}.key", candidate))];
        bool[] left = [.. legal];
        double total = 0;
        for (int i = 0; i < picks.Length; i++)
        {
            double[] logits = [.. keys.Select(key => Dot(query, key) / Math.Sqrt(query.Length)), Linear($"{head}.end", query)[0]];
            bool canEnd = i >= atLeast || !left.Contains(true);
            total += LogProb(logits, [.. left, canEnd], picks[i] < 0 ? candidates.Length : picks[i]);
            if (picks[i] < 0)
            {
                return picks[i..].All(pick => pick < 0) ? total : double.NegativeInfinity;
            }

            left[picks[i]] = false;
            query = Add(query, Linear($"{head}.pick", candidates[picks[i]]));
        }

        return total;
    }

    /// <summary>Computes the masked log-softmax at an action. -1 is correct only if no choice is legal.</summary>
    public static double LogProb(double[] logits, bool[] legal, long action)
    {
        if (!legal.Contains(true))
        {
            return action < 0 ? 0 : double.NegativeInfinity;
        }

        double[] masked = [.. logits.Zip(legal, (logit, isLegal) => isLegal ? logit : double.NegativeInfinity)];
        double greatest = masked.Max();
        return action < 0 ? double.NegativeInfinity : masked[action] - greatest - Math.Log(masked.Sum(logit => Math.Exp(logit - greatest)));
    }

    /// <summary>
    /// Computes the logarithm of the density of a normal distribution that is truncated to an interval. Its integral over the interval is
    /// computed by Simpson's rule, relative to the density at the number of the interval that is nearest to the location, as far as the
    /// density exceeds <c>exp(-50)</c> times that.
    /// </summary>
    public static double LogDensity(double location, double scale, double low, double high, double number)
    {
        const int Panels = 4000;
        const double Negligible = 50;
        if (!(low <= number && number <= high))
        {
            return low > high ? 0 : double.NegativeInfinity;
        }

        double mode = Math.Clamp(location, low, high);
        double distance = Math.Abs(mode - location) / scale;
        double reach = scale * (Math.Sqrt((distance * distance) + (2 * Negligible)) - distance);
        (double first, double last) = (Math.Max(low, mode - reach), Math.Min(high, mode + reach));
        double panel = (last - first) / Panels;
        double sum = Enumerable.Range(0, Panels + 1).Sum(i =>
            (i is 0 or Panels ? 1 : 2 + (i % 2 * 2)) * Math.Exp(Relative(first + (i * panel))));
        return Relative(number) - Math.Log(sum * panel / 3);

        double Relative(double x) => ((mode - location) * (mode - location) - ((x - location) * (x - location))) / (2 * scale * scale);
    }

    /// <summary>Returns a one-hot vector of the choice; zeros for no action.</summary>
    public static double[] One(long choice, int choices) => [.. Enumerable.Range(0, choices).Select(i => i == choice ? 1.0 : 0.0)];

    /// <summary>Returns the mean of the encodings of the choices; zeros for no action.</summary>
    public static double[] Mean(double[][] encodings, params long[] chosen)
    {
        double[][] all = [.. chosen.Where(choice => choice >= 0).Select(choice => encodings[choice])];
        return [.. Enumerable.Range(0, encodings[0].Length).Select(i => all.Select(encoding => encoding[i]).DefaultIfEmpty(0).Average())];
    }

    /// <summary>Returns the numbers of each environment, in rows of the size of the last axis.</summary>
    public static double[][][] Tables(Tensor tensor)
    {
        double[][] rows = [.. Same.Numbers(tensor).Chunk((int)tensor.size(-1))];
        return [.. rows.Chunk(rows.Length / (int)tensor.size(0))];
    }

    /// <summary>Returns the rows of a tensor of two axes.</summary>
    public static double[][] Rows(Tensor tensor) => [.. Same.Numbers(tensor).Chunk((int)tensor.size(1))];

    /// <summary>Returns the mask of each environment.</summary>
    public static bool[][] Masks(Tensor mask) => [.. Same.Booleans(mask).Chunk((int)mask.size(1))];

    /// <summary>Returns the masks of each environment, in rows of the size of the last axis.</summary>
    public static bool[][][] MaskTables(Tensor mask)
    {
        bool[][] rows = [.. Same.Booleans(mask).Chunk((int)mask.size(-1))];
        return [.. rows.Chunk(rows.Length / (int)mask.size(0))];
    }

    /// <summary>Returns the actions of each environment, row-major.</summary>
    public static long[][] Actions(Tensor tensor) => [.. Same.Integers(tensor).Chunk((int)(tensor.numel() / tensor.size(0)))];

    private double[] Parameter(string name)
    {
        if (!_numbers.TryGetValue(name, out double[]? numbers))
        {
            numbers = Same.Numbers(_parameters[name]);
            _numbers.Add(name, numbers);
        }

        return numbers;
    }

    private static double[] Add(double[] left, double[] right) => [.. left.Zip(right, (one, other) => one + other)];

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
