using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>Checks that <see cref="Agreement"/> detects wrong results.</summary>
internal static class SelfCheck
{
    private const int Rows = 1_000;

    private static readonly Scalar Small = 1e-3;
    private static readonly Scalar Smaller = 1e-5;

    /// <summary>Passes correct and wrong results to <see cref="Agreement"/>.</summary>
    /// <exception cref="InvalidOperationException">A wrong result was accepted.</exception>
    public static void Run()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor right = linspace(-3, 3, 7);
        Tensor fair = tensor(new[] { 0.5f, 0, 0.5f }).expand(Rows, 3);
        Tensor biased = tensor(new[] { 0.4f, 0, 0.6f }).expand(Rows, 3);
        Agreement.RequireClose("equal results", right, right.clone());
        Agreement.RequireFrequencies("fair draws", fair, () => Draw(fair));
        ExpectDisagreement("a difference", () => Agreement.RequireClose("results", right.add(Small, Scalars.One), right));
        ExpectDisagreement(
            "a difference of small numbers",
            () => Agreement.RequireClose("results", right.mul(Small).add(Smaller, Scalars.One), right.mul(Small))
        );
        ExpectDisagreement("NaN", () => Agreement.RequireClose("results", right.log(), right.log()));
        ExpectDisagreement("another shape", () => Agreement.RequireClose("results", right.unsqueeze(0), right));
        ExpectDisagreement(
            "a masked draw",
            () => Agreement.RequireFrequencies("draws", fair, () => Agreement.OneHot(ones(Rows, ScalarType.Int64), 3))
        );
        ExpectDisagreement("wrong frequencies", () => Agreement.RequireFrequencies("draws", fair, () => Draw(biased)));
    }

    private static Tensor Draw(Tensor probs) => Agreement.OneHot(probs.multinomial(1).squeeze(-1), probs.size(-1));

    private static void ExpectDisagreement(string what, Action check)
    {
        try
        {
            check();
        }
        catch (DisagreementException)
        {
            return;
        }

        throw new InvalidOperationException($"expected the comparison of results to detect {what}, but it did not.");
    }
}
