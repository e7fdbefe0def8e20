using Xunit.Sdk;
using Xunit.v3;

// The seed of new parameters, the number of threads and the count of live tensors belong to the process.
[assembly: Parallelization(Mode = ParallelMode.None)]
