using CsCheck;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Checks a property for random inputs. A failure prints the seed that reproduces it.</summary>
internal static class Property
{
    /// <summary>Checks the property in one thread, because libtorch has its own threads. Each case has a dispose scope.</summary>
    public static void Holds<T>(Gen<T> inputs, Action<T> property, int cases = 20) =>
        inputs.Sample(
            input =>
            {
                using TorchSharp.DisposeScope scope = NewDisposeScope();
                property(input);
            },
            iter: cases,
            threads: 1);
}
