using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Onnx.Tests;

/// <summary>
/// Random inputs of an exported policy: padded, partly filled and empty sets, whose absent entities are NaN, and masks in which the heads
/// that must choose have a legal choice.
/// </summary>
internal sealed class RandomInputs
{
    private readonly PolicyDeclaration _declaration;
    private readonly int _rows;
    private readonly Dictionary<string, long> _sizes = [];
    private readonly Dictionary<string, Tensor> _tensors = [];

    private RandomInputs(PolicyDeclaration declaration, int rows)
    {
        _declaration = declaration;
        _rows = rows;
    }

    /// <summary>Creates a tensor for each input of a session, except uniform numbers.</summary>
    /// <param name="declaration">The declaration of the policy.</param>
    /// <param name="inputs">The inputs of the session.</param>
    /// <param name="rows">The size of the batch.</param>
    public static Dictionary<string, Tensor> Of(PolicyDeclaration declaration, IReadOnlyDictionary<string, NodeMetadata> inputs, int rows)
    {
        RandomInputs random = new(declaration, rows);
        foreach ((string name, NodeMetadata input) in inputs.Where(each => !each.Key.EndsWith("uniforms", StringComparison.Ordinal)))
        {
            random._tensors.Add(name, random.Create(name, input));
        }

        foreach (InputDeclaration set in declaration.Inputs.Where(input => input.Kind == InputKind.Entities))
        {
            Tensor absent = random._tensors[$"{set.Name}Mask"].logical_not();
            random._tensors[set.Name] = random._tensors[set.Name].masked_fill(absent.unsqueeze(-1), Constant.Of(float.NaN));
        }

        return random._tensors;
    }

    private Tensor Create(string name, NodeMetadata input)
    {
        long[] shape = [.. input.Dimensions.Zip(input.SymbolicDimensions, (size, symbol) => size >= 0 ? size : SizeOf(symbol))];
        if (input.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float)
        {
            return name.EndsWith("Range", StringComparison.Ordinal) ? Ranges(name, shape) : randn(shape);
        }

        if (_declaration.Heads.FirstOrDefault(head => name == $"{head.Name}Mask") is { } owner)
        {
            return Legal(owner, shape);
        }

        // The share of present entities differs from row to row: some rows have none, and some have all.
        Tensor share = rand([shape[0], .. Enumerable.Repeat(1L, shape.Length - 1)]).mul(Constant.Of(1.4f)).sub(Constant.Of(0.2f));
        Tensor present = rand(shape).lt(share);
        if (_declaration.Heads.Any(head => $"{head.Over}Mask" == name && MustChoose(head)))
        {
            present.narrow(1, 0, 1).fill_(Constant.Of(1));
        }

        return present;
    }

    /// <summary>A mask in which the heads that must choose can: the first choice of each component, or the first candidate.</summary>
    private static Tensor Legal(HeadDeclaration head, long[] shape)
    {
        Tensor mask = rand(shape).lt(Constant.Of(0.6f));
        long first = 0;
        foreach (ComponentDeclaration component in head.Components.Where(component => component.Choices.Count > 0))
        {
            mask.narrow(-1, first, 1).fill_(Constant.Of(1));
            first += component.Choices.Count;
        }

        if (MustChoose(head) && head.Components.Count == 0)
        {
            mask.flatten(1).narrow(-1, 0, 1).fill_(Constant.Of(1));
        }

        return mask;
    }

    private static bool MustChoose(HeadDeclaration head) => head.ActiveWhen is null && head.MaskPer is null;

    /// <summary>Intervals: most overlap the declared one, some are a single number, and some are empty where no number is needed.</summary>
    private Tensor Ranges(string name, long[] shape)
    {
        HeadDeclaration head = _declaration.Heads.First(each => name == $"{each.Name}Range");
        ComponentDeclaration[] numbers = [.. head.Components.Where(component => component.Low is not null)];
        Tensor low = tensor([.. numbers.Select(number => number.Low!.Value)]);
        Tensor width = tensor([.. numbers.Select(number => number.High!.Value)]).sub(low);
        bool hasAxis = shape[^2..] is [var count, 2] && count == numbers.Length && head.Kind == HeadKind.Compound;
        long[] ends = hasAxis ? shape[..^1] : [.. shape[..^1], 1];
        Tensor begin = rand(ends).mul(width).add(low, Constant.Of(1));
        Tensor length = rand(ends).mul(width).mul(rand(ends).gt(Constant.Of(0.1f)));
        Tensor range = stack([begin, begin.add(length, Constant.Of(1))], -1);
        return hasAxis ? range : range.squeeze(-2);
    }

    private long SizeOf(string symbol)
    {
        if (!_sizes.TryGetValue(symbol, out long size))
        {
            size = symbol == "batch" ? _rows : 3 + (_sizes.Count % 4);
            _sizes.Add(symbol, size);
        }

        return size;
    }
}
