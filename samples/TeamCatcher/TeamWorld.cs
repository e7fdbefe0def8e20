using Masking.Training;

namespace Masking.Samples.TeamCatcher;

/// <summary>
/// The environment of <see cref="TeamPolicy"/>, with the rules of <see cref="TeamField"/>. The reward is the number of targets caught.
/// </summary>
/// <param name="hasAgentMask">Whether the mask contains only the cells with an agent. If false, every cell acts, and the moves of empty
/// cells have no effect.</param>
public sealed class TeamWorld(bool hasAgentMask) : IEnvironment<TeamPolicy.Batch, TeamPolicy.Actions>, ICheckpointable
{
    private const int AgentPlane = 0;
    private const int TargetPlane = 1;
    private const int TimePlane = 2;

    private static readonly Move[] Moves = Enum.GetValues<Move>();

    private readonly TeamField _field = new();

    /// <inheritdoc/>
    public void Reset(RandomNumbers random) => _field.Reset(random);

    /// <inheritdoc/>
    public StepResult Step(TeamPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        Span<Move> moves = stackalloc Move[TeamField.Cells];
        for (int cell = 0; cell < moves.Length; cell++)
        {
            if (_field.IsAgent(cell))
            {
                moves[cell] =
                    actions.MovesAt(row, cell / TeamField.Size, cell % TeamField.Size)
                    ?? throw new InvalidOperationException(
                        $"expected a move of the agent on cell {cell}, got none: pass the actions for the observation of this environment."
                    );
            }
        }

        int caught = _field.Step(moves);
        return new StepResult(caught, _field.IsOver ? EpisodeStatus.Terminated : EpisodeStatus.Running);
    }

    /// <inheritdoc/>
    public void WriteObservation(TeamPolicy.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        batch.Map(row, TimePlane).Fill(1 - ((float)_field.Steps / TeamField.EpisodeSteps));
        for (int cell = 0; cell < TeamField.Cells; cell++)
        {
            bool isAgent = _field.IsAgent(cell);
            batch.MapMask(row)[cell] = isAgent || !hasAgentMask;
            batch.Map(row, AgentPlane)[cell] = isAgent ? 1 : 0;
            batch.Map(row, TargetPlane)[cell] = _field.IsTarget(cell) ? 1 : 0;
            if (isAgent)
            {
                WriteMoveMask(batch.MovesMask(row, cell / TeamField.Size, cell % TeamField.Size), cell);
            }
        }
    }

    /// <inheritdoc/>
    public string Render() => TeamPicture.Draw(_field);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _field.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _field.Load(reader);

    private void WriteMoveMask(MaskSpan<Move> mask, int cell)
    {
        foreach (Move move in Moves)
        {
            mask[move] = _field.IsLegal(cell, move);
        }
    }
}
