using System.Runtime.CompilerServices;
using TorchSharp;
using Xunit.Sdk;
using Xunit.v3;

// The random numbers of libtorch, from which parameters and inputs are drawn, belong to the process.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Masking.Onnx.Tests;

internal static class Assembly
{
    /// <summary>Uses one thread, as the sessions of ONNX Runtime do.</summary>
    [ModuleInitializer]
    internal static void UseOneThread() => torch.set_num_threads(1);
}
