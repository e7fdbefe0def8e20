using System.Runtime.CompilerServices;
using TorchSharp;
using Xunit.Sdk;
using Xunit.v3;

// Tensor.TotalCount, and the number of threads of libtorch, belong to the process.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Masking.Policies.Tests;

internal static class Assembly
{
    /// <summary>On batches of a few rows, threads wait for each other longer than they work.</summary>
    [ModuleInitializer]
    internal static void UseOneThread() => torch.set_num_threads(1);
}
