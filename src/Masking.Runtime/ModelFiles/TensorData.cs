using System.Security.Cryptography;
using static TorchSharp.torch;

namespace Masking.ModelFiles;

/// <summary>Reads and writes the bytes of tensors, a limited number at once.</summary>
internal static class TensorData
{
    /// <summary>The most bytes that are read or written at once.</summary>
    private const int MaxChunk = 1 << 24;

    /// <summary>Writes the elements of contiguous tensors on the CPU.</summary>
    public static void Write(Stream file, IEnumerable<Tensor> tensors)
    {
        foreach (Tensor chunk in tensors.SelectMany(ChunksOf))
        {
            file.Write(chunk.bytes);
        }
    }

    /// <summary>The SHA-256 of the elements of contiguous tensors on the CPU.</summary>
    public static string ChecksumOf(IEnumerable<Tensor> tensors)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor chunk in tensors.SelectMany(ChunksOf))
        {
            hash.AppendData(chunk.bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads a tensor of a file. It joins the current dispose scope.</summary>
    /// <exception cref="InvalidDataException">A flag is neither 0 nor 1.</exception>
    public static Tensor Read(Stream file, ModelHeader header, StoredTensor stored)
    {
        Tensor tensor = empty(stored.Shape, stored.Type);
        file.Position = header.DataStart + stored.Begin;
        foreach (Tensor chunk in ChunksOf(tensor))
        {
            file.ReadExactly(chunk.bytes);
            if (stored.Type == ScalarType.Bool && chunk.bytes.ContainsAnyExceptInRange<byte>(0, 1))
            {
                throw new InvalidDataException($"its tensor {stored.Name} has a flag that is neither 0 nor 1");
            }
        }

        return tensor;
    }

    /// <summary>Views of the elements of a contiguous tensor on the CPU. A span cannot hold the bytes of a large tensor.</summary>
    private static IEnumerable<Tensor> ChunksOf(Tensor tensor)
    {
        long elements = tensor.numel();
        int most = MaxChunk / ElementTypes.SizeOf(tensor.dtype);
        using Tensor flat = tensor.view(-1);
        for (long first = 0; first < elements; first += most)
        {
            using Tensor chunk = flat.narrow(0, first, Math.Min(most, elements - first));
            yield return chunk;
        }
    }
}
