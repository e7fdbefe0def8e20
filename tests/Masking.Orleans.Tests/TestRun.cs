using Xunit.Sdk;
using Xunit.v3;

// The seed of new parameters and the meters belong to the process.
[assembly: Parallelization(Mode = ParallelMode.None)]
