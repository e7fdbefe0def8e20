using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>The numbers of a module, under their names.</summary>
public static class ParameterState
{
    /// <summary>
    /// The shape and element type of every parameter and buffer, under its name: modules that agree in it can exchange their numbers.
    /// </summary>
    /// <param name="module">The module.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Describe(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return [.. module.state_dict().Select(each => new KeyValuePair<string, string>(each.Key, Shape(each.Value)))];
    }

    /// <summary>Writes all parameters and buffers.</summary>
    /// <param name="module">The module.</param>
    /// <param name="writer">Where.</param>
    public static void Save(nn.Module module, BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(writer);
        Dictionary<string, Tensor> state = module.state_dict();
        writer.Write(state.Count);
        foreach ((string name, Tensor tensor) in state)
        {
            writer.Write(name);
            writer.Write(Shape(tensor));
            Write(tensor, writer);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote. Where it does not fit, nothing has been changed.</summary>
    /// <param name="module">The module.</param>
    /// <param name="reader">From where.</param>
    /// <exception cref="CheckpointException">It was written by another module.</exception>
    public static void Load(nn.Module module, BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(reader);
        Dictionary<string, Tensor> state = module.state_dict();
        CheckpointException.Require("parameters, in number", state.Count, reader.ReadInt32());
        List<(Tensor Tensor, byte[] Numbers)> read = [];
        foreach ((string name, Tensor tensor) in state)
        {
            CheckpointException.Require("parameter", name, reader.ReadText("the name of a parameter"));
            CheckpointException.Require($"{name} of shape", Shape(tensor), reader.ReadText("the shape of a parameter"));
            CheckpointException.Require($"{name} of bytes", Numbers(tensor).Length, reader.ReadInt32());
            byte[] numbers = new byte[Numbers(tensor).Length];
            reader.ReadExactly(numbers);
            read.Add((tensor, numbers));
        }

        foreach ((Tensor tensor, byte[] numbers) in read)
        {
            numbers.CopyTo(Numbers(tensor));
        }
    }

    /// <summary>Copies the numbers of a module into another of the same class.</summary>
    /// <param name="from">The one.</param>
    /// <param name="to">The other.</param>
    /// <exception cref="ArgumentException">Their parameters differ.</exception>
    public static void Copy(nn.Module from, nn.Module to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (!Describe(from).SequenceEqual(Describe(to)))
        {
            throw new ArgumentException(
                $"expected two modules of the same parameters, got {from.GetName()} and {to.GetName()}.",
                nameof(to)
            );
        }

        foreach ((Tensor source, Tensor target) in from.state_dict().Values.Zip(to.state_dict().Values))
        {
            Numbers(source).CopyTo(Numbers(target));
        }
    }

    /// <summary>Writes the numbers of a tensor.</summary>
    private static void Write(Tensor tensor, BinaryWriter writer)
    {
        ReadOnlySpan<byte> numbers = Numbers(tensor);
        writer.Write(numbers.Length);
        writer.Write(numbers);
    }

    private static Span<byte> Numbers(Tensor tensor) => tensor.numel() == 0 ? [] : tensor.bytes;

    private static string Shape(Tensor tensor) => $"({string.Join(", ", tensor.shape)}) {tensor.dtype.ToString().ToLowerInvariant()}";
}
