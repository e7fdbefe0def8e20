using System.Runtime.InteropServices;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>
/// Numbers of a rollout that have the shape of the state value: one for every environment at every step or, with a value of each actor, one
/// for every slot, present or not.
/// </summary>
/// <remarks>
/// Numbers are ordered by step, within a step by environment, and within an environment row-major. A step with a smaller set uses the first
/// slots of each environment; maps have the same size at every step.
/// </remarks>
/// <param name="shapes">The shape of the numbers of one environment, at every step.</param>
internal sealed class SlotNumbers(RowShapes shapes)
{
    /// <summary>The number of steps.</summary>
    public int Steps => shapes.Steps;

    /// <summary>The number of environments.</summary>
    public int Environments => shapes.Environments;

    /// <summary>The number of slots of an environment.</summary>
    public int Slots => shapes.Capacity;

    /// <summary>The number of slots of all environments.</summary>
    public int PerStep => shapes.Environments * shapes.Capacity;

    /// <summary>Creates an array for all steps.</summary>
    public T[] Create<T>() => new T[shapes.Steps * PerStep];

    /// <summary>Stores the shape of a step.</summary>
    /// <param name="step">The index of the step.</param>
    /// <param name="sizes">The named sizes of the step.</param>
    public void StoreShape(int step, ReadOnlySpan<long> sizes) => shapes.Store(step, sizes);

    /// <summary>Writes the shapes of all steps.</summary>
    public void SaveShapes(BinaryWriter writer)
    {
        for (int step = 0; step < shapes.Steps; step++)
        {
            shapes.Save(writer, step);
        }
    }

    /// <summary>Reads the shapes of all steps.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="isKnown">Whether they are known already, from other environments.</param>
    /// <exception cref="InvalidDataException">A size exceeds the maximum, or differs from that of other environments.</exception>
    public void LoadShapes(BinaryReader reader, bool isKnown)
    {
        for (int step = 0; step < shapes.Steps; step++)
        {
            shapes.Load(reader, step, isKnown);
        }
    }

    /// <summary>Copies the numbers of a step, and clears the slots that it does not have.</summary>
    /// <param name="step">The index of the step, whose shape is stored.</param>
    /// <param name="values"><c>(environments, …)</c>: the numbers.</param>
    /// <param name="numbers">The numbers of all steps.</param>
    public void Store<T>(int step, Tensor values, T[] numbers) where T : unmanaged
    {
        using DisposeScope scope = NewDisposeScope();
        Spread(HostMemory.Read<T>(values), numbers.AsSpan(step * PerStep, PerStep));
    }

    /// <summary>Copies numbers of environments to all of their slots, and clears the slots that they do not have.</summary>
    /// <param name="values">The same number for each environment.</param>
    /// <param name="slots">The numbers of all slots of all environments.</param>
    public void Spread<T>(ReadOnlySpan<T> values, Span<T> slots)
    {
        int length = values.Length / shapes.Environments;
        slots.Clear();
        for (int environment = 0; environment < shapes.Environments; environment++)
        {
            values.Slice(environment * length, length).CopyTo(slots[(environment * shapes.Capacity)..]);
        }
    }

    /// <summary>Gathers the numbers of rows, padded to the largest set among them.</summary>
    /// <param name="numbers">The numbers of all steps.</param>
    /// <param name="rows">Row indices: step · environments + environment.</param>
    /// <param name="leading">The sizes of the leading axes of the result, whose product is the number of rows.</param>
    /// <param name="type">The element type, which corresponds to <typeparamref name="T"/>.</param>
    public Tensor Gather<T>(T[] numbers, ReadOnlySpan<int> rows, ReadOnlySpan<long> leading, ScalarType type) where T : unmanaged
    {
        int[] sizes = shapes.MaxSizes(rows);
        int length = sizes.AsSpan().Product();
        Tensor tensor = empty([.. leading, .. sizes.Select(size => (long)size)], type);
        Span<T> memory = tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);
        for (int i = 0; i < rows.Length && length > 0; i++)
        {
            numbers.AsSpan(rows[i] * shapes.Capacity, length).CopyTo(memory[(i * length)..]);
        }

        return tensor;
    }

    /// <summary>Whether the axes behind the environments fit: at most the slots of a set, or exactly the size of a map.</summary>
    public bool Fits(Tensor values) => shapes.Sizes is [var entities]
        ? values.dim() == 2 && values.size(0) == shapes.Environments && values.size(1) <= entities
        : Expect.HasSize(values, [shapes.Environments, .. shapes.Sizes]);

    /// <summary>The shape that <see cref="Fits"/> requires, for error messages.</summary>
    public string Shape => shapes.Sizes is [var entities] ? $"({shapes.Environments}, at most {entities})"
        : $"({string.Join(", ", [shapes.Environments, .. shapes.Sizes])})";
}
