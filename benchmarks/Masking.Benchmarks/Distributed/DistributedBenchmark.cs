using Masking.Benchmarks.Reporting;

namespace Masking.Benchmarks.Distributed;

/// <summary>Measures distributed training on this machine.</summary>
internal static class DistributedBenchmark
{
    /// <summary>The parts in the order in which they are measured.</summary>
    public static readonly IReadOnlyList<IPart> Parts = [new Overhead(), new Scaling(), new Network(), new Simulated()];

    /// <summary>Measures the parts with the given names; all parts if there are none.</summary>
    /// <param name="names">The names.</param>
    /// <param name="report">Receives the results.</param>
    public static void Run(string[] names, Report report)
    {
        report.Write(Processor.Text);
        foreach (IPart part in Parts.Where(part => names.Length == 0 || names.Contains(part.Name)))
        {
            part.Measure(report);
        }
    }
}
