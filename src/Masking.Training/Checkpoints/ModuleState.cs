using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>Saves, loads and copies the parameters and buffers of a module.</summary>
public static class ModuleState
{
    /// <summary>
    /// Returns the name, shape and element type of every parameter and buffer. Modules with equal descriptions can exchange their values.
    /// </summary>
    /// <param name="module">The module.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Describe(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return [.. module.state_dict().Select(each => new KeyValuePair<string, string>(each.Key, Shape(each.Value)))];
    }

    /// <summary>Writes all parameters and buffers.</summary>
    /// <param name="module">The module.</param>
    /// <param name="writer">The writer.</param>
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

    /// <summary>Reads the values written by <see cref="Save"/>. If it throws, the module is unchanged.</summary>
    /// <param name="module">The module.</param>
    /// <param name="reader">The reader.</param>
    /// <exception cref="CheckpointException">The values belong to a module with other parameters or buffers.</exception>
    public static void Load(nn.Module module, BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(reader);
        Dictionary<string, Tensor> state = module.state_dict();
        CheckpointException.RequireEqual("parameters, in number", state.Count, reader.ReadInt32());
        List<(Tensor Tensor, byte[] Bytes)> read = [];
        foreach ((string name, Tensor tensor) in state)
        {
            CheckpointException.RequireEqual("parameter", name, reader.ReadString("the name of a parameter"));
            CheckpointException.RequireEqual($"{name} of shape", Shape(tensor), reader.ReadString("the shape of a parameter"));
            CheckpointException.RequireEqual($"{name} of bytes", Bytes(tensor).Length, reader.ReadInt32());
            byte[] bytes = new byte[Bytes(tensor).Length];
            reader.ReadExactly(bytes);
            read.Add((tensor, bytes));
        }

        foreach ((Tensor tensor, byte[] bytes) in read)
        {
            bytes.CopyTo(Bytes(tensor));
        }
    }

    /// <summary>Calls a function while a module has other values, and restores its own.</summary>
    /// <param name="module">The module.</param>
    /// <param name="state">The other values, as <see cref="Save"/> writes them.</param>
    /// <param name="compute">The function.</param>
    internal static T With<T>(nn.Module module, ReadOnlyMemory<byte> state, Func<T> compute)
    {
        ReadOnlyMemory<byte> own = Memory.Write(writer => Save(module, writer));
        using BinaryReader others = Memory.Reader(state);
        Load(module, others);
        try
        {
            return compute();
        }
        finally
        {
            using BinaryReader restored = Memory.Reader(own);
            Load(module, restored);
        }
    }

    /// <summary>Copies the parameters and buffers of a module to another module of the same class.</summary>
    /// <param name="source">The module to copy from.</param>
    /// <param name="destination">The module to copy to.</param>
    /// <exception cref="ArgumentException">The names, shapes or element types of the two modules differ.</exception>
    public static void Copy(nn.Module source, nn.Module destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        if (!Describe(source).SequenceEqual(Describe(destination)))
        {
            throw new ArgumentException(
                $"expected two modules with the same parameters, got {source.GetName()} and {destination.GetName()}.",
                nameof(destination)
            );
        }

        foreach ((Tensor from, Tensor to) in source.state_dict().Values.Zip(destination.state_dict().Values))
        {
            Bytes(from).CopyTo(Bytes(to));
        }
    }

    /// <summary>Writes the values of a tensor.</summary>
    private static void Write(Tensor tensor, BinaryWriter writer)
    {
        ReadOnlySpan<byte> bytes = Bytes(tensor);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static Span<byte> Bytes(Tensor tensor) => tensor.numel() == 0 ? [] : tensor.bytes;

    private static string Shape(Tensor tensor) => $"({string.Join(", ", tensor.shape)}) {tensor.dtype.ToString().ToLowerInvariant()}";
}
