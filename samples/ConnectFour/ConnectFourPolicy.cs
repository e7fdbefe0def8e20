namespace Masking.Samples.ConnectFour;

/// <summary>Selects the column of the next disc for the side to move.</summary>
[MaskedPolicy]
public sealed partial class ConnectFourPolicy
{
    /// <summary>The planes of the board: the discs of the side to move, and those of the other side.</summary>
    public const int Planes = 2;

    /// <summary>The size of the observation: planes × rows × columns, in this order.</summary>
    public const int BoardNumbers = Planes * Position.Rows * Position.Columns;

    [Observation(BoardNumbers)]  public partial BoardEncoder Board { get; }

    [Core(128)]                  public partial MlpCore Core { get; }

    [ActionMask]                 public partial Head<Column> Move { get; }

    [Value]                      public partial ValueHead Value { get; }
}
