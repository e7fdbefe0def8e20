namespace Masking.Samples.ConnectFour;

/// <summary>Says into which column the next disc goes, for whichever side is to move.</summary>
[MaskedPolicy]
public sealed partial class ConnectFourPolicy
{
    /// <summary>Planes of the board: the discs of the side that moves, and those of the other.</summary>
    public const int Planes = 2;

    /// <summary>Numbers of the board: plane by plane, and within a plane row by row.</summary>
    public const int BoardNumbers = Planes * Position.Rows * Position.Columns;

    [Observation(BoardNumbers)]  public partial BoardEncoder Board { get; }

    [Core(128)]                  public partial MlpCore Core { get; }

    [ActionMask]                 public partial Head<Column> Move { get; }

    [Value]                      public partial ValueHead Value { get; }
}
