using System.Reflection;

namespace Masking.Architecture.Tests;

/// <summary>The source tree that the tests read.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "Repository").Value!;
}
