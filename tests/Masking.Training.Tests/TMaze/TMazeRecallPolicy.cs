namespace Masking.Training.Tests;

/// <summary>A policy for a T-maze with memory.</summary>
[MaskedPolicy]
public sealed partial class TMazeRecallPolicy
{
    [Observation(TMaze.Numbers)]        public partial MlpEncoder Sight { get; }
    [Core(16)]                          public partial LstmCore Core { get; }
    [ActionMask(Choices = TMaze.Gates)] public partial Head<int> Gate { get; }
    [ActionMask]                        public partial Head<Lane> Lane { get; }
    [Value]                             public partial ValueHead Value { get; }

    internal static TMazeWorld<Batch, Actions> World(TMaze maze) => new(
        maze,
        (actions, row) => actions.LaneAt(row),
        (shown, batch, row) =>
        {
            batch.Clear(row);
            shown.Write(batch.Sight(row), batch.LaneMask(row), batch.GateMask(row));
        });
}
