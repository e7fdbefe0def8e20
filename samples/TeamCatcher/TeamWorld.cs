using Masking.Samples.Training;

namespace Masking.Samples.TeamCatcher;

/// <summary>
/// The hunt as <see cref="TeamPolicy"/> sees it: <see cref="TeamField"/> has the rules. Each target that is caught earns 1 for the team.
/// </summary>
/// <param name="hasAgentMask">Whether the policy is told where agents stand; otherwise every cell acts, and what empty cells do is obeyed
/// by nobody.</param>
public sealed class TeamWorld(bool hasAgentMask) : IEnvironment<TeamPolicy.Batch, TeamPolicy.Actions>
{
    private const int AgentPlane = 0;
    private const int TargetPlane = 1;
    private const int TimePlane = 2;

    private static readonly Move[] Moves = Enum.GetValues<Move>();

    private readonly TeamField _field = new();

    /// <inheritdoc/>
    public void Reset(RandomNumbers random) => _field.Reset(random);

    /// <inheritdoc/>
    public Outcome Step(TeamPolicy.Actions actions, int row, RandomNumbers random)
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
                        $"expected a move of the agent on cell {cell}, got none: these actions do not follow from what this world shows."
                    );
            }
        }

        int caught = _field.Step(moves);
        return new Outcome(caught, _field.IsOver ? Ending.Over : Ending.None);
    }

    /// <inheritdoc/>
    public void Show(TeamPolicy.Batch batch, int row)
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
                ShowMoves(batch.MovesMask(row, cell / TeamField.Size, cell % TeamField.Size), cell);
            }
        }
    }

    /// <inheritdoc/>
    public string Draw() => TeamPicture.Draw(_field);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _field.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _field.Load(reader);

    private void ShowMoves(MaskSpan<Move> mask, int cell)
    {
        foreach (Move move in Moves)
        {
            mask[move] = _field.IsLegal(cell, move);
        }
    }
}
