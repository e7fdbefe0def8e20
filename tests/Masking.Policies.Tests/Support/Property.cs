using CsCheck;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Checks what holds for all inputs. A failure prints the seed that repeats it.</summary>
internal static class Property
{
    /// <summary>One thread, because libtorch has its own; what is left undisposed in one case ends with it.</summary>
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
