using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>Whether <see cref="Agreement"/> refuses what it must: a check that cannot fail proves nothing.</summary>
internal static class SelfCheck
{
    private const int Rows = 1_000;

    private static readonly Scalar Small = 1e-3;
    private static readonly Scalar Smaller = 1e-5;

    /// <summary>Has wrong results judged.</summary>
    /// <exception cref="InvalidOperationException">One was taken for right.</exception>
    public static void Run()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor right = linspace(-3, 3, 7);
        Tensor fair = tensor(new[] { 0.5f, 0, 0.5f }).expand(Rows, 3);
        Tensor biased = tensor(new[] { 0.4f, 0, 0.6f }).expand(Rows, 3);
        Agreement.Same("equal results", right, right.clone());
        Agreement.Drawn("fair draws", fair, () => Draw(fair));
        Refuses("a difference", () => Agreement.Same("results", right.add(Small, Scalars.One), right));
        Refuses(
            "a difference of small numbers",
            () => Agreement.Same("results", right.mul(Small).add(Smaller, Scalars.One), right.mul(Small))
        );
        Refuses("NaN", () => Agreement.Same("results", right.log(), right.log()));
        Refuses("another shape", () => Agreement.Same("results", right.unsqueeze(0), right));
        Refuses("a masked draw", () => Agreement.Drawn("draws", fair, () => Agreement.Ones(ones(Rows, ScalarType.Int64), 3)));
        Refuses("wrong frequencies", () => Agreement.Drawn("draws", fair, () => Draw(biased)));
    }

    private static Tensor Draw(Tensor probs) => Agreement.Ones(probs.multinomial(1).squeeze(-1), probs.size(-1));

    private static void Refuses(string what, Action check)
    {
        try
        {
            check();
        }
        catch (DisagreementException)
        {
            return;
        }

        throw new InvalidOperationException($"The check of results does not notice {what}.");
    }
}
