using Masking.Runtime.Tests;
using Xunit.Sdk;
using Xunit.v3;

// Some tests count the live tensors of the process, and some set its number of threads.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(OneThread))]
