using Masking.Package.Tests;

[assembly: AssemblyFixture(typeof(Feed))]
// Each test builds an application. Two at the same time would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
