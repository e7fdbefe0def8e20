using Masking.Benchmarks.Comparing;

namespace Masking.Benchmarks.Workloads;

/// <summary>A frequent operation of users, compared with code that they would otherwise write or choose.</summary>
internal interface IWorkload
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>The description in the list of workloads.</summary>
    string Description { get; }

    /// <summary>Checks that all contenders compute the same results, then times them.</summary>
    /// <param name="board">Receives the results.</param>
    /// <exception cref="DisagreementException">The results of a contender differ. It was not timed.</exception>
    void Compare(Scoreboard board);
}
