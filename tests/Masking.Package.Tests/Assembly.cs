using Masking.Package.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Feed))]

// Each test builds an application, which occupies all cores.
[assembly: Parallelization(Mode = ParallelMode.None)]
