using Masking.Documentation.Tests;
using Xunit.Sdk;
using Xunit.v3;

// The examples write files to the current folder, and set the number of threads of libtorch.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(TemporaryFolder))]
