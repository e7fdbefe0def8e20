using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.ModelFiles;

/// <summary>
/// Writes the parameters and buffers of a policy in the safetensors format, with the declaration as JSON and a checksum of the tensors in
/// the metadata. The same values give the same bytes.
/// </summary>
internal static class ModelWriter
{
    public const string DeclarationKey = "masking.declaration";
    public const string ChecksumKey = "masking.sha256";

    /// <summary>Writes a policy. The file is either complete or absent.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="module">The policy.</param>
    /// <param name="declaration">The declaration of the policy.</param>
    public static void Save(string path, nn.Module module, PolicyDeclaration declaration)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();

        // Large elements come first, so that every tensor is aligned.
        KeyValuePair<string, Tensor>[] state =
        [
            .. module.state_dict()
                .OrderByDescending(each => SizeOf(declaration, each.Key, each.Value))
                .ThenBy(each => each.Key, StringComparer.Ordinal)
                .Select(each => KeyValuePair.Create(each.Key, each.Value.detach().cpu().contiguous())),
        ];
        Tensor[] tensors = [.. state.Select(each => each.Value)];
        Dictionary<string, string> metadata = new()
        {
            ["format"] = "pt",
            [DeclarationKey] = DeclarationJson.Write(declaration),
            [ChecksumKey] = TensorData.ChecksumOf(tensors),
        };
        ModelHeader header = new(metadata, Place(state));
        AtomicFile.Write(path, file =>
        {
            header.Write(file);
            TensorData.Write(file, tensors);
        });
    }

    private static List<StoredTensor> Place(KeyValuePair<string, Tensor>[] state)
    {
        List<StoredTensor> placed = [];
        long begin = 0;
        foreach ((string name, Tensor tensor) in state)
        {
            long end = begin + (tensor.numel() * ElementTypes.SizeOf(tensor.dtype));
            placed.Add(new StoredTensor(name, tensor.dtype, tensor.shape, begin, end));
            begin = end;
        }

        return placed;
    }

    private static int SizeOf(PolicyDeclaration declaration, string name, Tensor tensor) => ElementTypes.NameOf(tensor.dtype) is not null
        ? ElementTypes.SizeOf(tensor.dtype)
        : throw new NotSupportedException($"{declaration.Name}.{name}: expected an element type that the safetensors format has, got "
            + $"{TensorText.NameOf(tensor.dtype)}.");
}
