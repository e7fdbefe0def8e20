using Masking.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Samples.ConnectFour;

/// <summary>
/// Encodes a board with two dense layers. The first has shared weights for each window of four adjacent columns; the second combines the
/// features of all windows. Every line of four lies within such a window, and so do the cells below it, which decide when a disc can be
/// dropped there.
/// </summary>
public sealed class BoardEncoder : VectorEncoder, IOnnxPart
{
    private const int WindowColumns = 4;
    private const int WindowCells = ConnectFourPolicy.Planes * Position.Rows * WindowColumns;
    private const int Windows = Position.Columns - WindowColumns + 1;
    private const int WindowFeatures = 128;
    private const int EncodingWidth = 128;

    private readonly Linear window;
    private readonly Linear board;

    /// <summary>Creates an encoder.</summary>
    /// <param name="inputs">The size of the observation.</param>
    public BoardEncoder(int inputs)
        : base(nameof(BoardEncoder), EncodingWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(inputs, ConnectFourPolicy.BoardNumbers);
        window = Dense(WindowCells, WindowFeatures);
        board = Dense(Windows * WindowFeatures, EncodingWidth);
        register_module(nameof(window), window);
        register_module(nameof(board), board);
    }

    /// <summary>Encodes boards.</summary>
    /// <param name="input"><c>(batch, planes · rows · columns)</c>.</param>
    /// <returns><c>(batch, Width)</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor columns = input.view(-1, ConnectFourPolicy.Planes * Position.Rows, Position.Columns);
        Tensor windows = columns.unfold(2, WindowColumns, 1).transpose(1, 2).reshape(-1, WindowCells);
        Tensor features = window.call(windows).relu().view(-1, Windows * WindowFeatures);
        return board.call(features).relu().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(inputs);
        using Tensor cells = tensor(CellsOfWindows()).view(Windows, WindowCells);
        OnnxValue windows = graph.Add("Gather", [("axis", 1L)], inputs[0], graph.Constant("cells", cells));
        OnnxValue features = graph.Add("Flatten", [("axis", 1L)], graph.Add("Relu", graph.Dense("window", window, windows)));
        return [graph.Add("Relu", graph.Dense("board", board, features))];
    }

    /// <summary>The places of the cells of each window in the observation.</summary>
    private static long[] CellsOfWindows() =>
    [
        .. from first in Enumerable.Range(0, Windows)
           from row in Enumerable.Range(0, ConnectFourPolicy.Planes * Position.Rows)
           from column in Enumerable.Range(first, WindowColumns)
           select ((long)row * Position.Columns) + column,
    ];

    /// <summary>Creates a dense layer with orthogonal weights and zero biases, like the layers of the library.</summary>
    private static Linear Dense(int inputs, int outputs)
    {
        using IDisposable frozen = no_grad();
        Linear layer = nn.Linear(inputs, outputs);
        nn.init.orthogonal_(layer.weight!, Math.Sqrt(2));
        nn.init.zeros_(layer.bias!);
        return layer;
    }
}
