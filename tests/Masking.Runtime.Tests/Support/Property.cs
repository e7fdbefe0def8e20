using CsCheck;
using TorchSharp;

namespace Masking.Runtime.Tests;

internal static class Property
{
    /// <summary>Checks an assertion for random samples. On failure, CsCheck prints the seed and the smallest counterexample.</summary>
    public static void Holds<T>(Gen<T> samples, Action<T> assertion, int iter = 200) =>
        samples.Sample(
            sample =>
            {
                using DisposeScope scope = torch.NewDisposeScope();
                assertion(sample);
            },
            iter: iter,
            threads: 1,
            print: sample => sample?.ToString() ?? "null");
}
