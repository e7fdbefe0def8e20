using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Masking.Policies.Tests;

/// <summary>Runs a theory for every declared policy.</summary>
internal sealed class EveryPolicyAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Policies.Names.Select(name => new TheoryDataRow(name))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
