namespace Masking.Training.Tests;

/// <summary>Every singer of a set chooses a note and how loud it is, and has a value of its own.</summary>
[MaskedPolicy]
public sealed partial class ChoirPolicy
{
    [EntityMask(features: 3)]                        public partial DeepSetEncoder Singers { get; }
    [ActionMask(Each = nameof(Singers))]             public partial Head<Note> Sing { get; }
    [ActionMask(Each = nameof(Singers))]             public partial Head<bool> Loudly { get; }
    [Value(Each = nameof(Singers))]                  public partial ValueHead Value { get; }

    internal static ChoirWorld<Batch, Actions> World(Choir choir) => new(
        choir,
        (actions, row, singer) => actions.SingAt(row, singer),
        (batch, row) => choir.Write(batch.SingersMask(row), singer => batch.Singers(row, singer), () => batch.Clear(row)));
}

/// <summary>The same with a memory, and a single head.</summary>
[MaskedPolicy]
public sealed partial class ChoirRecallPolicy
{
    [EntityMask(features: 3)]                        public partial DeepSetEncoder Singers { get; }
    [Core(8)]                                        public partial GruCore Core { get; }
    [ActionMask(Each = nameof(Singers))]             public partial Head<Note> Sing { get; }
    [Value(Each = nameof(Singers))]                  public partial ValueHead Value { get; }

    internal static ChoirWorld<Batch, Actions> World(Choir choir) => new(
        choir,
        (actions, row, singer) => actions.SingAt(row, singer),
        (batch, row) => choir.Write(batch.SingersMask(row), singer => batch.Singers(row, singer), () => batch.Clear(row)));
}

/// <summary>The singers stand in the cells of a map with two rows.</summary>
[MaskedPolicy]
public sealed partial class ChoirMapPolicy
{
    private const int Width = Choir.MaxSingers / 2;

    [AgentGrid(channels: 3, height: 2, width: Width)] public partial ConvEncoder Stage { get; }
    [ActionMask(Each = nameof(Stage))]                public partial Head<Note> Sing { get; }
    [Value(Each = nameof(Stage))]                     public partial ValueHead Value { get; }

    internal static ChoirWorld<Batch, Actions> World(Choir choir) => new(
        choir,
        (actions, row, cell) => actions.SingAt(row, cell / Width, cell % Width),
        (batch, row) =>
        {
            batch.Clear(row);
            for (int cell = 0; cell < Choir.MaxSingers; cell++)
            {
                batch.StageMask(row)[cell] = choir.IsPresent(cell);
                batch.Stage(row, (int)choir.NoteOf(cell))[cell] = 1;
            }
        });
}
