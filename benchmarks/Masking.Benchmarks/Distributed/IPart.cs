using Masking.Benchmarks.Reporting;

namespace Masking.Benchmarks.Distributed;

/// <summary>A part of the measurements of distributed training.</summary>
internal interface IPart
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>Measures.</summary>
    /// <param name="report">Receives the results.</param>
    void Measure(Report report);
}
