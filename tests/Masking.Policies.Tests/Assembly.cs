using System.Runtime.CompilerServices;
using TorchSharp;
using Xunit.Sdk;
using Xunit.v3;

// Tensor.TotalCount, and the number of threads of libtorch, belong to the process.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Masking.Policies.Tests;

internal static class Assembly
{
    /// <summary>Uses one thread: with batches of a few rows, synchronization costs more time than it saves.</summary>
    [ModuleInitializer]
    internal static void UseOneThread() => torch.set_num_threads(1);
}
