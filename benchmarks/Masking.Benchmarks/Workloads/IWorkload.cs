using Masking.Benchmarks.Comparing;

namespace Masking.Benchmarks.Workloads;

/// <summary>Something that a user does often, timed against what a user would otherwise write or pick.</summary>
internal interface IWorkload
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>What is done.</summary>
    string Description { get; }

    /// <summary>Checks that all contenders give the same, then times them.</summary>
    /// <param name="board">Takes the results.</param>
    /// <exception cref="DisagreementException">The contenders do not give the same; nothing of theirs was timed.</exception>
    void Compare(Scoreboard board);
}
