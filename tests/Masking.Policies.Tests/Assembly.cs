using Xunit.Sdk;
using Xunit.v3;

// Tensor.TotalCount, and the number of threads of libtorch, belong to the process.
[assembly: Parallelization(Mode = ParallelMode.None)]
