using System.Security.Cryptography;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.ModelFiles;

/// <summary>Reads model files into a policy. Everything is checked and read before the first value of the policy changes.</summary>
internal static class ModelReader
{
    /// <summary>Loads a file of the same declaration.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="module">The policy.</param>
    /// <param name="declaration">The declaration of the policy.</param>
    public static void Load(string path, nn.Module module, PolicyDeclaration declaration) => Read(path, (file, header) =>
    {
        PolicyDeclaration saved = DeclarationIn(header) ?? throw Missing(ModelWriter.DeclarationKey);
        if (!header.Metadata.ContainsKey(ModelWriter.ChecksumKey))
        {
            throw Missing(ModelWriter.ChecksumKey);
        }

        Dictionary<string, Tensor> state = module.state_dict();
        IReadOnlyList<string> differences = DeclarationDifferences.Between(saved, declaration);
        differences = differences.Count > 0 ? differences : TensorDifferences(declaration.Name, header, state);
        if (differences.Count > 0)
        {
            throw new ModelMismatchException(path, declaration.Name, differences);
        }

        Assign([.. header.Tensors.Select(tensor => (state[tensor.Name], TensorData.Read(file, header, tensor)))]);
        return true;
    });

    /// <summary>Loads what fits from a file of any declaration.</summary>
    /// <inheritdoc cref="Load" path="/param"/>
    public static ModelMatch LoadMatching(string path, nn.Module module, PolicyDeclaration declaration) => Read(path, (file, header) =>
    {
        TensorMatches? matches = DeclarationIn(header) is { } saved ? new TensorMatches(saved, declaration) : null;
        Dictionary<string, StoredTensor> stored = header.Tensors.ToDictionary(tensor => tensor.Name);
        List<string> keptInitial = [];
        HashSet<string> notUsed = [.. stored.Keys];
        List<(Tensor Target, Tensor Values)> values = [];
        foreach ((string name, Tensor target) in module.state_dict())
        {
            TensorMatch? match = matches is null ? new TensorMatch(name) : matches.Of(name);
            if (match is null || !stored.TryGetValue(match.Name, out StoredTensor? source) || !Fits(source, target, match.Slices))
            {
                keptInitial.Add(name);
                continue;
            }

            notUsed.Remove(source.Name);
            Tensor read = TensorData.Read(file, header, source);
            if (match.Slices is { } slices)
            {
                read = Combine(target, read, slices);
                keptInitial.AddRange(slices.New.Select(choice => $"{name}[{choice}]"));
                notUsed.UnionWith(slices.Removed.Select(choice => $"{source.Name}[{choice}]"));
            }

            values.Add((target, read));
        }

        Assign(values);
        return new ModelMatch(keptInitial, [.. notUsed.Order(StringComparer.Ordinal)]);
    });

    private static T Read<T>(string path, Func<FileStream, ModelHeader, T> load)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new ModelFileException(path, "expected a model file, got a folder of that name.");
        }

        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();

        // FileShare.Delete: another process may replace the file in the meantime. The previous one is read then.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            ModelHeader header = ModelHeader.Read(file);
            RequireChecksum(file, header);
            return load(file, header);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new ModelFileException(
                path, $"expected a model file in the safetensors format, but {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static PolicyDeclaration? DeclarationIn(ModelHeader header) =>
        header.Metadata.TryGetValue(ModelWriter.DeclarationKey, out string? text) ? DeclarationJson.Read(text) : null;

    private static InvalidDataException Missing(string key) => new($"its metadata has no {key}, because another program wrote it. Use "
        + "LoadMatching to load the tensors that have the names and shapes of this policy");

    /// <summary>Requires the tensors that the checksum was computed from. Files of other programs have no checksum.</summary>
    private static void RequireChecksum(FileStream file, ModelHeader header)
    {
        file.Position = header.DataStart;
        if (header.Metadata.TryGetValue(ModelWriter.ChecksumKey, out string? checksum)
            && checksum != Convert.ToHexStringLower(SHA256.HashData(file)))
        {
            throw new InvalidDataException($"its tensors do not have the checksum {ModelWriter.ChecksumKey} of its metadata. Save the "
                + "model again; a program that changes tensors has to remove the checksum");
        }
    }

    private static List<string> TensorDifferences(string policy, ModelHeader header, Dictionary<string, Tensor> state)
    {
        Dictionary<string, StoredTensor> stored = header.Tensors.ToDictionary(tensor => tensor.Name);
        List<string> differences = [];
        foreach ((string name, Tensor tensor) in state)
        {
            if (!stored.Remove(name, out StoredTensor? source))
            {
                differences.Add($"{policy} now has the tensor {name}, which the file does not have.");
            }
            else if (!Fits(source, tensor, slices: null))
            {
                string now = $"({string.Join(", ", tensor.shape)}) {TensorText.NameOf(tensor.dtype)}";
                differences.Add($"{policy}.{name} was {source.Text} and is now {now}.");
            }
        }

        differences.AddRange(stored.Keys.Select(name => $"{policy} had the tensor {name} and no longer has it."));
        return differences;
    }

    /// <summary>Whether a tensor has the element type and the shape of another, except for the number of slices.</summary>
    private static bool Fits(StoredTensor source, Tensor target, ChoiceSlices? slices)
    {
        long[] shape = target.shape;
        return source.Type == target.dtype
            && source.Shape.Length == shape.Length
            && Enumerable.Range(0, shape.Length).All(axis => axis == slices?.Axis
                ? source.Shape[axis] == slices.Saved.Count && shape[axis] == slices.Current.Count
                : source.Shape[axis] == shape[axis]);
    }

    /// <summary>The values of the policy, except for the slices that the file has.</summary>
    private static Tensor Combine(Tensor target, Tensor read, ChoiceSlices slices)
    {
        (int Saved, int Current)[] common = [.. slices.Common];
        Tensor from = tensor(common.Select(pair => (long)pair.Saved).ToArray());
        Tensor to = tensor(common.Select(pair => (long)pair.Current).ToArray());
        return target.detach().cpu().clone().index_copy_(slices.Axis, to, read.index_select(slices.Axis, from));
    }

    private static void Assign(List<(Tensor Target, Tensor Values)> values)
    {
        foreach ((Tensor target, Tensor read) in values)
        {
            target.copy_(read);
        }
    }
}
