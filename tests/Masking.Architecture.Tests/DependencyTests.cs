using Masking.Training;

namespace Masking.Architecture.Tests;

/// <summary>The training library can be used without a console and without plots.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void Training_DependsOnTheRuntime_TorchSharp_AndTheFramework() =>
        Assert.All(
            typeof(PpoOptions).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!),
            name => Assert.True(
                name is "Masking.Runtime" or "TorchSharp" || name.StartsWith("System.", StringComparison.Ordinal),
                $"Masking.Training references {name}."));
}
