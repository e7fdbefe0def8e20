using System.ComponentModel;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>Host memory for the tensors of a record of float32 tensors, such as the <c>Memory</c> of a recurrent policy.</summary>
/// <typeparam name="TRecord">The type of the record.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HostRecord<TRecord> where TRecord : ITensorRecord<TRecord>
{
    private readonly string _owner;
    private readonly string[] _names;
    private readonly HostBuffer<float>[] _buffers;

    internal HostRecord(string owner, string[] names, HostBuffer<float>[] buffers)
    {
        _owner = owner;
        _names = names;
        _buffers = buffers;
    }

    /// <summary>The record of the tensors over the memory. They are the same instances in every call.</summary>
    /// <exception cref="ObjectDisposedException">The batch of the record was disposed.</exception>
    public TRecord Record => TRecord.FromTensors([.. _buffers.Select(buffer => buffer.Tensor)]);

    /// <summary>Copies the values of another record into the memory.</summary>
    /// <param name="record">A record of float32 tensors of the same shapes, on any device.</param>
    /// <exception cref="MaskShapeException">A tensor has another shape or element type, or was disposed. Nothing was copied.</exception>
    /// <exception cref="ObjectDisposedException">The batch of the record was disposed.</exception>
    public void Copy(TRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        IReadOnlyList<Tensor?> sources = record.ToTensors();
        for (int i = 0; i < _buffers.Length; i++)
        {
            long[] size = _buffers[i].Tensor.shape;
            if (sources[i] is not { IsInvalid: false, dtype: ScalarType.Float32 } source || !Expect.HasSize(source, size))
            {
                throw new MaskShapeException(_owner, _names[i], $"{Expect.Text(size)} float32", TensorText.Of(sources[i]),
                    sources[i] is { IsInvalid: true } ? Expect.DisposedAdvice
                        : "Pass the memory of a step on the observation of this batch.");
            }
        }

        using IDisposable noGrad = no_grad();
        for (int i = 0; i < _buffers.Length; i++)
        {
            _buffers[i].Tensor.copy_(sources[i]!);
        }
    }
}
