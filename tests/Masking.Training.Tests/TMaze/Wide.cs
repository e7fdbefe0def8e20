namespace Masking.Training.Tests;

/// <summary>A policy with the name of <see cref="TMazePolicy"/> and an encoder of another width.</summary>
public static partial class Wide
{
    [MaskedPolicy]
    public sealed partial class TMazePolicy
    {
        [Observation(TMaze.Numbers)]        public partial MlpEncoder Sight { get; } = new(TMaze.Numbers, width: 128);
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
}
