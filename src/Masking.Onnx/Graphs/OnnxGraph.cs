using System.Runtime.InteropServices;
using Masking.Onnx.Schema;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Onnx;

/// <summary>
/// The graph that an export writes. Parts add nodes of the standard operators of opset 15. Names of nodes start with the name of the part,
/// so that a viewer groups them.
/// </summary>
public sealed class OnnxGraph
{
    /// <summary>The version of the standard operators.</summary>
    public const int OperatorSet = 15;

    /// <summary>The version of the format that introduced <see cref="OperatorSet"/>.</summary>
    private const int FormatVersion = 8;

    private readonly GraphProto _graph;
    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _inputsAndOutputs = [];
    private readonly Dictionary<(ElementType, string, string), OnnxValue> _smallConstants = [];
    private readonly Stack<string> _groups = [];

    internal OnnxGraph(string name) => _graph = new GraphProto { Name = name };

    /// <summary>Adds a node with one output.</summary>
    /// <param name="type">The name of a standard operator, such as <c>MatMul</c>.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <returns>Its output.</returns>
    public OnnxValue Add(string type, params ReadOnlySpan<OnnxValue> inputs) => Add(type, [], inputs);

    /// <summary>Adds a node with attributes and one output.</summary>
    /// <param name="type">The name of a standard operator, such as <c>Softmax</c>.</param>
    /// <param name="attributes">Its attributes: <see cref="long"/>, <see cref="float"/>, <see cref="string"/> or an array of
    /// <see cref="long"/>.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <returns>Its output.</returns>
    /// <exception cref="ArgumentException">An attribute has another type.</exception>
    public OnnxValue Add(string type, (string Name, object Value)[] attributes, params ReadOnlySpan<OnnxValue> inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(attributes);
        string name = NewName(type);
        NodeProto node = new()
        {
            Name = name,
            OpType = type,
            Output = [name],
            Attribute = [.. attributes.Select(attribute => Attribute(attribute.Name, attribute.Value))],
        };
        foreach (OnnxValue input in inputs)
        {
            node.Input.Add(input.Name);
        }

        _graph.Node.Add(node);
        return new OnnxValue(name);
    }

    /// <summary>Adds a constant with the numbers of a tensor, such as a weight.</summary>
    /// <param name="name">The name of the constant.</param>
    /// <param name="tensor">int64, bool, or of any floating-point type, which becomes float32; on any device.</param>
    /// <exception cref="ArgumentException">The tensor has another element type.</exception>
    public OnnxValue Constant(string name, Tensor tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(tensor);
        using DisposeScope scope = NewDisposeScope();
        Tensor numbers = tensor.detach().cpu();
        Tensor dense = (numbers.is_floating_point() ? numbers.to(ScalarType.Float32) : numbers).contiguous();
        return Constant(name, TypeOf(dense.dtype), dense.shape, dense.bytes);
    }

    /// <summary>Adds a dense layer, which maps the last axis of its input.</summary>
    /// <param name="name">The name of the layer.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>(…, inputs)</c> float32.</param>
    /// <returns><c>(…, outputs)</c>.</returns>
    public OnnxValue Dense(string name, Linear layer, OnnxValue input)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(layer);
        return Dense(name, input, layer.weight, layer.bias);
    }

    /// <summary>Adds a dense layer with given parameters.</summary>
    internal OnnxValue Dense(string name, OnnxValue input, Tensor weight, Tensor? bias)
    {
        using Tensor transposed = weight.t();
        OnnxValue product = Add("MatMul", input, Constant($"{name}.weight", transposed));
        return bias is null ? product : Add("Add", product, Constant($"{name}.bias", bias));
    }

    /// <summary>Adds a constant of numbers.</summary>
    /// <param name="numbers">The numbers.</param>
    public OnnxValue Constant(params ReadOnlySpan<float> numbers) =>
        SmallConstant(ElementType.Float32, [numbers.Length], MemoryMarshal.AsBytes(numbers));

    /// <summary>Adds a constant of integers, such as a shape or axes.</summary>
    /// <param name="numbers">The numbers.</param>
    public OnnxValue Constant(params ReadOnlySpan<long> numbers) =>
        SmallConstant(ElementType.Int64, [numbers.Length], MemoryMarshal.AsBytes(numbers));

    /// <summary>Adds an integer without an axis, such as an index that removes the axis from which it selects.</summary>
    /// <param name="number">The integer.</param>
    public OnnxValue Scalar(long number) => SmallConstant(ElementType.Int64, [], MemoryMarshal.AsBytes<long>([number]));

    /// <summary>Concatenates values; a single one stays as it is.</summary>
    internal OnnxValue Joined(OnnxValue[] values, long axis = 1) =>
        values.Length == 1 ? values[0] : Add("Concat", [("axis", axis)], values);

    /// <summary>Selects columns of a tensor <c>(rows, columns)</c>.</summary>
    internal OnnxValue Columns(OnnxValue numbers, long first, long end) =>
        Add("Slice", numbers, Constant(first), Constant(end), Constant(1L));

    /// <summary>Converts flags to 1 and 0 in float32.</summary>
    internal OnnxValue ToNumbers(OnnxValue flags) => Add("Cast", [("to", (long)ElementType.Float32)], flags);

    /// <summary>The indices of the columns of a tensor <c>(rows, columns)</c>: <c>(columns)</c> int64.</summary>
    internal OnnxValue IndicesOf(OnnxValue tensor) =>
        Add("Range", Scalar(0), Add("Gather", Add("Shape", tensor), Scalar(1)), Scalar(1));

    /// <summary>Adds an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="shape">The size of each axis: a number, or a name of a size that differs from call to call.</param>
    internal OnnxValue Input(string name, ElementType type, params string[] shape)
    {
        Reserve(name);
        _graph.Input.Add(Info(name, type, shape));
        return new OnnxValue(name);
    }

    /// <summary>Makes a value an output with a name of its own.</summary>
    /// <inheritdoc cref="Input"/>
    internal void Output(string name, OnnxValue value, ElementType type, params string[] shape)
    {
        Reserve(name);
        _graph.Node.Add(new NodeProto { Name = name, OpType = "Identity", Input = [value.Name], Output = [name] });
        _graph.Output.Add(Info(name, type, shape));
    }

    /// <summary>Adds nodes as a group, whose names start with the name of the group.</summary>
    /// <param name="group">The name of the group.</param>
    /// <param name="add">Adds the nodes.</param>
    internal T In<T>(string group, Func<T> add)
    {
        _groups.Push(group);
        T added = add();
        _groups.Pop();
        return added;
    }

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="metadata">The entries of its metadata.</param>
    internal void Save(Stream stream, IEnumerable<(string Key, string Value)> metadata)
    {
        ModelProto model = new()
        {
            IrVersion = FormatVersion,
            ProducerName = "Masking",
            Graph = _graph,
            OpsetImport = [new OperatorSetIdProto { Version = OperatorSet }],
            MetadataProps = [.. metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value })],
        };
        ProtoBuf.Serializer.Serialize(stream, model);
    }

    private static ElementType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => ElementType.Float32,
        ScalarType.Int64 => ElementType.Int64,
        ScalarType.Bool => ElementType.Bool,
        _ => throw new ArgumentException($"expected a constant of floating-point numbers, int64 or bool, got {type}.", nameof(type)),
    };

    private static ValueInfoProto Info(string name, ElementType type, string[] shape) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TensorTypeProto
            {
                ElemType = type,
                Shape = new TensorShapeProto
                {
                    Dim = [.. shape.Select(axis => long.TryParse(axis, out long size)
                        ? new DimensionProto { DimValue = size }
                        : new DimensionProto { DimParam = axis })],
                },
            },
        },
    };

    private static AttributeProto Attribute(string name, object value) => value switch
    {
        long number => new AttributeProto { Name = name, Type = AttributeType.Int, I = number },
        float number => new AttributeProto { Name = name, Type = AttributeType.Float, F = number },
        long[] numbers => new AttributeProto { Name = name, Type = AttributeType.Ints, Ints = numbers },
        string text => new AttributeProto { Name = name, Type = AttributeType.String, S = System.Text.Encoding.UTF8.GetBytes(text) },
        _ => throw new ArgumentException(
            $"expected an attribute {name} of long, float, string or long[], got {value?.GetType().Name ?? "null"}.", nameof(value)),
    };

    /// <summary>Adds a constant of a few numbers once, however often it is used.</summary>
    private OnnxValue SmallConstant(ElementType type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        (ElementType, string, string) key = (type, string.Join(',', shape), Convert.ToHexString(bytes));
        if (!_smallConstants.TryGetValue(key, out OnnxValue constant))
        {
            constant = AddInitializer(NewName("constant"), type, shape, bytes);
            _smallConstants.Add(key, constant);
        }

        return constant;
    }

    private OnnxValue Constant(string name, ElementType type, long[] shape, ReadOnlySpan<byte> bytes) =>
        AddInitializer(NewName(name), type, shape, bytes);

    private OnnxValue AddInitializer(string name, ElementType type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        _graph.Initializer.Add(new TensorProto { Name = name, DataType = type, Dims = shape, RawData = bytes.ToArray() });
        return new OnnxValue(name);
    }

    /// <exception cref="NotSupportedException">There is an input or output of the same name.</exception>
    private void Reserve(string name)
    {
        if (!_inputsAndOutputs.Add(name))
        {
            throw new NotSupportedException($"{_graph.Name}: expected inputs and outputs with different names, got two of the name "
                + $"'{name}'. Rename the member with this name, or without its suffix.");
        }
    }

    /// <summary>A name that no other node or constant has. It contains a slash, which inputs and outputs do not.</summary>
    private string NewName(string name)
    {
        string path = string.Join('/', _groups.Append(_graph.Name).Reverse().Append(name));
        string unique = path;
        for (int number = 2; !_names.Add(unique); number++)
        {
            unique = $"{path}_{number}";
        }

        return unique;
    }
}
